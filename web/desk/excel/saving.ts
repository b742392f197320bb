// Hands a file to the browser's downloads.
const KEPT_MS = 60_000

export function saved(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement("a")
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The browser reads it after the click, a large one for a while.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
}
