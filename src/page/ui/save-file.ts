/** Gives a file to the browser. @returns what to announce of it */
export function saveFile(contents: Blob, name: string): string {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(contents)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  return `${name} saved`
}
