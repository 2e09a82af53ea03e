// What a result's file is, by its first bytes: names and gateways may say anything.

export type FileKind =
  | { kind: 'picture' | 'audio'; mime: string }
  | { kind: 'table'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'other' }

const SIGNATURES: { mime: string; kind: 'picture' | 'audio'; at: number; bytes: string }[] = [
  { mime: 'image/png', kind: 'picture', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { mime: 'image/jpeg', kind: 'picture', at: 0, bytes: '\xff\xd8\xff' },
  { mime: 'image/gif', kind: 'picture', at: 0, bytes: 'GIF8' },
  { mime: 'image/webp', kind: 'picture', at: 8, bytes: 'WEBP' },
  { mime: 'audio/wav', kind: 'audio', at: 8, bytes: 'WAVE' },
  { mime: 'audio/mpeg', kind: 'audio', at: 0, bytes: 'ID3' },
  { mime: 'audio/mpeg', kind: 'audio', at: 0, bytes: '\xff\xfb' },
  { mime: 'audio/ogg', kind: 'audio', at: 0, bytes: 'OggS' },
  { mime: 'audio/flac', kind: 'audio', at: 0, bytes: 'fLaC' },
]

export function fileKind(content: Uint8Array, name: string): FileKind {
  const known = SIGNATURES.find(({ at, bytes }) => startsWith(content, at, bytes))
  if (known) return { kind: known.kind, mime: known.mime }
  const text = asText(content)
  if (text === null) return { kind: 'other' }
  return { kind: /\.(csv|tsv)$/i.test(name) ? 'table' : 'text', text }
}

function startsWith(content: Uint8Array, at: number, bytes: string): boolean {
  if (content.length < at + bytes.length) return false
  for (let index = 0; index < bytes.length; index++) {
    if (content[at + index] !== bytes.charCodeAt(index)) return false
  }
  return true
}

/** Null for what is not UTF-8 or holds control characters that no text has. */
function asText(content: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
    return /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text.slice(0, 65536)) ? null : text
  } catch {
    return null
  }
}
