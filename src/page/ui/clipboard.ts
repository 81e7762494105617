/** What a person reads where a browser does not let a page copy. */
export const COPY_REFUSED = 'The browser refused to copy; select the text instead.'

/** Copies text; where the browser forbids that, through a selection. Whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    const isCopied = document.execCommand('copy')
    area.remove()
    return isCopied
  }
}

/**
 * Copies text.
 * @param done the words for success, few enough for a button
 * @param refused the words for a failure
 */
export const copied = async (text: string, done: string, refused = 'Nothing was copied'): Promise<string> =>
  (await copyText(text)) ? done : refused
