import { useEffect, useState } from 'react'

interface Props {
  content: Uint8Array
  kind: 'picture' | 'audio'
  mime: string
  label: string
}

/**
 * Shows what a stranger's job made in a frame of its own: no scripts, no origin, no way out. The frame's
 * document is written here and holds nothing but the picture or the sound.
 */
export function SealedFrame({ content, kind, mime, label }: Props) {
  const [frame, setFrame] = useState<{ url: string; ratio: number } | null>(null)
  useEffect(() => {
    let url = ''
    let gone = false
    void makeFrame(content, kind, mime).then((made) => {
      if (gone) return
      url = made.url
      setFrame(made)
    })
    return () => {
      gone = true
      if (url) URL.revokeObjectURL(url)
    }
  }, [content, kind, mime])
  if (!frame) return null
  return (
    <iframe
      sandbox=""
      referrerPolicy="no-referrer"
      title={label}
      src={frame.url}
      className="block w-full rounded-lg border-0 bg-sunken"
      style={kind === 'picture' ? { aspectRatio: frame.ratio } : { height: '4.5rem' }}
    />
  )
}

async function makeFrame(content: Uint8Array, kind: Props['kind'], mime: string) {
  const data = await dataUrl(content, mime)
  const element =
    kind === 'picture'
      ? `<img alt="" width="100%" src="${data}">`
      : `<audio controls src="${data}"></audio>`
  const html = `<!doctype html><meta charset="utf-8"><body topmargin="0" leftmargin="0" marginwidth="0" marginheight="0">${element}`
  const url = URL.createObjectURL(new Blob([html], { type: 'text/html' }))
  return { url, ratio: kind === 'picture' ? await ratioOf(content, mime) : 1 }
}

function dataUrl(content: Uint8Array, mime: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(new Blob([content as BlobPart], { type: mime }))
  })
}

/** A picture that can't be decoded gets a square to say so in. */
async function ratioOf(content: Uint8Array, mime: string): Promise<number> {
  try {
    const picture = await createImageBitmap(new Blob([content as BlobPart], { type: mime }))
    const ratio = picture.width / picture.height
    picture.close()
    return ratio
  } catch {
    return 1
  }
}
