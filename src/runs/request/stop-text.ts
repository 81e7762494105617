/** Stop texts as people type them, on one line each: \n is a line break, \t a tab, \\ a backslash. */

const READ: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' }

/** A backslash before any other character is a backslash. */
export const readStopText = (written: string): string =>
  written.replace(/\\([\s\S])/g, (whole, letter: string) => READ[letter] ?? whole)

export const writeStopText = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t')

/** A list of them, one a line; empty lines are none. */
export const readStopTexts = (written: string): string[] =>
  written
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map(readStopText)
