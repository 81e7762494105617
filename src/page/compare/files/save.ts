import { announce } from '../../ui/announce.tsx'

/** Saves a file under a name that begins with the program's. */
export function saveFile(contents: Blob, ending: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(contents)
  link.download = `nucleus-${ending}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  announce(`${link.download} saved`)
}
