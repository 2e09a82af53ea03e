/** Gives the person a file that was made or verified here. */
export function download(content: BlobPart, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the content over once the click is handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
