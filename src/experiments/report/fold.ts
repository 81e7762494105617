/** Columns of a document's lines. */
const WIDTH = 110

/** What Markdown would take for the beginning of something else at the start of a line. */
const BEGINS = /^(?:[-+*#>|=]|\d+[.)])/

/** Prose of a Markdown document on lines of at most 110 columns; tables, headings and code keep theirs. */
export function fold(markdown: string): string {
  let isCode = false
  const lines = markdown.split('\n').flatMap((line) => {
    if (line.startsWith('```')) isCode = !isCode
    return isCode || line.length <= WIDTH || /^(?:[|#<]|!\[|```)/.test(line) ? [line] : foldLine(line)
  })
  return lines.join('\n')
}

function foldLine(line: string): string[] {
  const [start] = /^(?:> |- )?/.exec(line)!
  const next = start === '- ' ? '  ' : start
  const lines: string[] = []
  let current = start
  for (const word of line.slice(start.length).split(' ')) {
    const isEmpty = current === start || current === next
    if (!isEmpty && current.length + 1 + word.length > WIDTH && !BEGINS.test(word)) {
      lines.push(current)
      current = next + word
    } else current += isEmpty ? word : ` ${word}`
  }
  return [...lines, current]
}
