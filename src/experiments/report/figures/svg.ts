/** Escapes text for SVG. */
const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Coordinates with at most one decimal: files stay small and the same everywhere. */
export const at = (value: number): string => String(Math.round(value * 10) / 10)

export function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${at(x)}" y="${at(y)}"${attributes && ` ${attributes}`}>${escapeText(content)}</text>`
}

export function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${kind}"/>`
}

/** Positions of a legend's names: one line, each behind a mark of 22 units. */
export function layOutNames(names: readonly string[], x: number): { name: string; left: number }[] {
  let next = x
  return names.map((name) => {
    const left = next
    next += 46 + name.length * 6.6
    return { name, left }
  })
}

/**
 * Colours of series, that people who see few colours can distinguish (Okabe & Ito 2008), for light and for
 * dark paper.
 */
const LIGHT = ['#0072b2', '#d55e00', '#007a5a', '#a3447f', '#8a6d00', '#555555']
const DARK = ['#56b4e9', '#f0935a', '#35c29a', '#dd93bd', '#e0c04c', '#b8b8b8']
export const COLOURS = LIGHT.length

/** Line styles besides colours, so that series differ on black and white paper too. */
const DASHES = ['', '6 3', '2 2', '8 3 2 3', '1 3', '10 4']

/** A self-contained SVG document that follows the reader's light or dark preference. */
export function svgDocument(
  size: { width: number; height: number },
  title: string,
  description: string,
  body: string,
): string {
  const rules = (colours: readonly string[], ink: string, paper: string) =>
    `svg{--ink:${ink};--paper:${paper};${colours.map((colour, index) => `--s${index}:${colour}`).join(';')}}`
  const series = LIGHT.map(
    (_, index) =>
      `.s${index}{stroke:var(--s${index});fill:var(--s${index})}` +
      `.l${index}{stroke:var(--s${index});fill:none;stroke-width:1.8;` +
      `stroke-dasharray:${DASHES[index] || 'none'}}`,
  ).join('')
  const style = [
    rules(LIGHT, '#1c1c1c', '#ffffff'),
    `@media (prefers-color-scheme:dark){${rules(DARK, '#e6e6e6', '#17181a')}}`,
    'text{font:12px system-ui,sans-serif;fill:var(--ink)}.t{font-weight:600}.q{opacity:.75}',
    '.paper{fill:var(--paper)}.grid{stroke:var(--ink);opacity:.13}.axis{stroke:var(--ink);opacity:.5}',
    '.rule{stroke:var(--ink);stroke-dasharray:4 3;opacity:.7}.error{stroke:var(--ink);stroke-width:1.4}',
    series,
  ].join('')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${at(size.width)} ${at(size.height)}" ` +
      `width="${at(size.width)}" height="${at(size.height)}" role="img" aria-labelledby="title ` +
      'description">',
    `<title id="title">${escapeText(title)}</title><desc id="description">${escapeText(description)}</desc>`,
    `<style>${style}</style><rect class="paper" width="100%" height="100%"/>`,
    body,
    '</svg>\n',
  ].join('\n')
}
