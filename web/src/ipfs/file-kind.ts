// What a result's file is, by its first bytes: names and gateways may say anything.

/** So many of a file's first bytes tell its kind. */
export const HEAD_BYTES = 65536

export type FileKind =
  | { kind: 'picture' | 'audio' | 'video'; mime: string }
  | { kind: 'table' | 'text' | 'empty' | 'other' }

type Signature = Extract<FileKind, { mime: string }> & { at: number; bytes: string }

const SIGNATURES: Signature[] = [
  { mime: 'image/png', kind: 'picture', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { mime: 'image/jpeg', kind: 'picture', at: 0, bytes: '\xff\xd8\xff' },
  { mime: 'image/gif', kind: 'picture', at: 0, bytes: 'GIF8' },
  { mime: 'image/webp', kind: 'picture', at: 8, bytes: 'WEBP' },
  { mime: 'image/avif', kind: 'picture', at: 4, bytes: 'ftypavif' },
  { mime: 'audio/wav', kind: 'audio', at: 8, bytes: 'WAVE' },
  { mime: 'audio/mpeg', kind: 'audio', at: 0, bytes: 'ID3' },
  { mime: 'audio/mpeg', kind: 'audio', at: 0, bytes: '\xff\xfb' },
  { mime: 'audio/ogg', kind: 'audio', at: 0, bytes: 'OggS' },
  { mime: 'audio/flac', kind: 'audio', at: 0, bytes: 'fLaC' },
  { mime: 'audio/mp4', kind: 'audio', at: 4, bytes: 'ftypM4A' },
  { mime: 'video/mp4', kind: 'video', at: 4, bytes: 'ftyp' },
  { mime: 'video/webm', kind: 'video', at: 0, bytes: '\x1a\x45\xdf\xa3' },
]

/** PDF files may be text but for a picture in their middle. */
const NEVER_TEXT = ['%PDF-']

/** `head`: the file's first HEAD_BYTES, or all of it. */
export function fileKind(head: Uint8Array, name: string): FileKind {
  if (head.length === 0) return { kind: 'empty' }
  const known = SIGNATURES.find(({ at, bytes }) => startsWith(head, at, bytes))
  if (known) return { kind: known.kind, mime: known.mime }
  if (NEVER_TEXT.some((bytes) => startsWith(head, 0, bytes)) || !isText(head))
    return { kind: 'other' }
  return { kind: /\.(csv|tsv)$/i.test(name) ? 'table' : 'text' }
}

function startsWith(content: Uint8Array, at: number, bytes: string): boolean {
  if (content.length < at + bytes.length) return false
  for (let index = 0; index < bytes.length; index++) {
    if (content[at + index] !== bytes.charCodeAt(index)) return false
  }
  return true
}

/** Not what is no UTF-8, or holds control characters that no text has. */
function isText(head: Uint8Array): boolean {
  try {
    // A character may be cut at the head's end.
    const decoder = new TextDecoder('utf-8', { fatal: true })
    const text = decoder.decode(head, { stream: head.length >= HEAD_BYTES })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
    return !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text)
  } catch {
    return false
  }
}
