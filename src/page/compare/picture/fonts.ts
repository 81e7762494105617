/** The page's own fonts as data inside a file, so that it looks the same wherever it is opened. */

/** Rules of all sheets of the document, those in layers included. */
function* rulesOf(rules: CSSRuleList): Generator<CSSRule> {
  for (const rule of rules) {
    yield rule
    if (rule instanceof CSSGroupingRule) yield* rulesOf(rule.cssRules)
  }
}

/**
 * `@font-face` rules of the document, with their files in them, as far as a text needs them.
 * @throws Error in a sentence where a file does not arrive
 */
export async function embeddedFonts(text: string): Promise<string> {
  const points = new Set(Array.from(text, (one) => one.codePointAt(0)!))
  const faces = [...document.styleSheets]
    .flatMap((sheet) => [...rulesOf(sheet.cssRules)])
    .filter((rule): rule is CSSFontFaceRule => rule instanceof CSSFontFaceRule)
    .filter(({ style }) => isNeeded(style.getPropertyValue('unicode-range'), points))
  return (await Promise.all(faces.map(({ style }) => embedded(style)))).join('\n')
}

/** Whether a `unicode-range` holds any of the characters. */
export function isNeeded(range: string, points: ReadonlySet<number>): boolean {
  if (range === '') return true
  const spans = range.split(',').map((span) => {
    const [low = '', high = low] = span.trim().replace(/^U\+/i, '').split('-')
    return [Number.parseInt(low, 16), Number.parseInt(high, 16)] as const
  })
  return [...points].some((point) => spans.some(([low, high]) => point >= low && point <= high))
}

const COPIED = ['font-family', 'font-style', 'font-weight', 'unicode-range']

async function embedded(style: CSSStyleDeclaration): Promise<string> {
  const url = /url\("([^"]{1,300})"\)/.exec(style.getPropertyValue('src'))?.[1]
  if (url === undefined) return ''
  const response = await fetch(new URL(url, location.href)).catch(() => undefined)
  if (!response?.ok) throw new Error('A font did not arrive from the server; try again.')
  const data = await dataUrl(await response.blob())
  const own = COPIED.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';')
  return `@font-face{${own};src:url("${data}") format("woff2")}`
}

const dataUrl = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(new Error('A font could not be read; try again.'))
    reader.readAsDataURL(blob)
  })
