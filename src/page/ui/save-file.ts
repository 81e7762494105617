import { announce } from './announce.tsx'

/** Gives a file to the browser. */
export function saveFile(contents: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(contents)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  announce(`${link.download} saved`)
}
