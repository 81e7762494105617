import { sizeText } from '../../words.ts'

/**
 * Reads the text of a file that a person chose.
 * @param mostBytes files above this are not read
 * @param kind what it is to be, as in "a run file"
 * @returns its text, or why it has none
 */
export async function readTextFile(
  file: Pick<Blob, 'size' | 'arrayBuffer'>,
  mostBytes: number,
  kind: string,
): Promise<{ readonly text: string } | { readonly fault: string }> {
  if (file.size > mostBytes)
    return { fault: `It has ${sizeText(file.size)}; ${kind} may have at most ${sizeText(mostBytes)}.` }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) }
  } catch (error) {
    const isText = !(error instanceof TypeError)
    return {
      fault: isText
        ? 'The browser cannot read it; is it still there?'
        : 'It holds bytes that are no UTF-8; write its text as UTF-8.',
    }
  }
}
