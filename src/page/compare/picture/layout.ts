/** A text set in lines of one width: what a browser does with HTML, for a picture. */

/** A piece of one token on one line. */
export interface Placed {
  readonly text: string
  /** Index of its token. */
  readonly token: number
  readonly line: number
  /** In pixels from the left. */
  readonly x: number
  readonly width: number
}

interface Atom {
  readonly text: string
  readonly token: number
  readonly width: number
}

/** Width of a text in pixels. */
export type Measure = (text: string) => number

const PARTS = /\n|[^\S\n]+|\S+/g

/**
 * Words are kept whole, however many tokens they have, unless one alone is wider than a line. Blank lines are
 * closed up, as on the page.
 */
export function layOut(
  tokens: readonly string[],
  width: number,
  measure: Measure,
): { readonly placed: readonly Placed[]; readonly lines: number } {
  const placed: Placed[] = []
  let line = 0
  let x = 0
  let blank: Atom | undefined
  let word: Atom[] = []

  const put = (atom: Atom) => {
    placed.push({ ...atom, line, x })
    x += atom.width
  }
  const wrap = () => {
    if (x > 0) line++
    x = 0
  }
  const endWord = () => {
    const length = word.reduce((sum, atom) => sum + atom.width, 0)
    if (x > 0 && x + (blank?.width ?? 0) + length > width) wrap()
    else if (blank && x > 0) x += blank.width
    for (const atom of length > width ? word.flatMap((one) => charactersOf(one, measure)) : word) {
      if (x > 0 && length > width && x + atom.width > width) wrap()
      put(atom)
    }
    word = []
    blank = undefined
  }

  for (const [token, text] of tokens.entries()) {
    for (const [part] of text.matchAll(PARTS)) {
      if (part.trim() !== '') {
        word.push({ text: part, token, width: measure(part) })
        continue
      }
      if (word.length > 0) endWord()
      if (part === '\n') {
        wrap()
        blank = undefined
      } else blank = { text: part, token, width: measure(' ') }
    }
  }
  if (word.length > 0) endWord()
  return { placed, lines: x > 0 ? line + 1 : line }
}

const charactersOf = ({ text, token }: Atom, measure: Measure): Atom[] =>
  Array.from(text, (one) => ({ text: one, token, width: measure(one) }))
