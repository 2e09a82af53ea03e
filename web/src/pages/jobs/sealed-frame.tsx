import { useEffect, useState } from 'react'
import { type Theme, useTheme } from '#/ui/theme'

interface Props {
  content: Blob
  kind: 'picture' | 'audio' | 'video'
  mime: string
  label: string
}

/**
 * Shows what a stranger's job made in a frame of its own: no scripts, no origin, no way out. The frame's
 * document is written here and holds nothing but the picture or the sound.
 */
export function SealedFrame({ content, kind, mime, label }: Props) {
  const theme = useTheme()
  const [frame, setFrame] = useState<{ url: string; ratio: number } | null>(null)
  useEffect(() => {
    let url = ''
    let gone = false
    void makeFrame(content, kind, mime, theme).then((made) => {
      if (gone) return
      url = made.url
      setFrame(made)
    })
    return () => {
      gone = true
      if (url) URL.revokeObjectURL(url)
    }
  }, [content, kind, mime, theme])
  if (!frame) return null
  return (
    <iframe
      sandbox=""
      referrerPolicy="no-referrer"
      title={label}
      src={frame.url}
      className="block w-full rounded-lg border-0 bg-sunken"
      style={kind === 'audio' ? { height: `${AUDIO_PX}px` } : { aspectRatio: frame.ratio }}
    />
  )
}

const AUDIO_PX = 54
const VIDEO_RATIO = 16 / 9

async function makeFrame(content: Blob, kind: Props['kind'], mime: string, theme: Theme) {
  const data = await dataUrl(content.slice(0, content.size, mime))
  // A player of sound keeps its own width, whatever there is; one of video does not.
  const height = kind === 'audio' ? AUDIO_PX : '100%'
  const element =
    kind === 'picture'
      ? `<img alt="" width="100%" src="${data}">`
      : `<video controls width="100%" height="${height}" src="${data}"></video>`
  const head = `<meta charset="utf-8"><meta name="color-scheme" content="${theme}">`
  const body = `<body topmargin="0" leftmargin="0" marginwidth="0" marginheight="0">${element}`
  const url = URL.createObjectURL(
    new Blob([`<!doctype html>${head}${body}`], { type: 'text/html' }),
  )
  return { url, ratio: kind === 'picture' ? await ratioOf(content) : VIDEO_RATIO }
}

function dataUrl(content: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(content)
  })
}

/** A picture that can't be decoded gets a square to say so in. */
async function ratioOf(content: Blob): Promise<number> {
  try {
    const picture = await createImageBitmap(content)
    const ratio = picture.width / picture.height
    picture.close()
    return ratio
  } catch {
    return 1
  }
}
