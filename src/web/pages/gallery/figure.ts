interface Size {
  readonly width: number
  readonly height: number
}

interface Panel extends Size {
  readonly x: number
  readonly inner: string
}

/** More columns than this do not fit a narrow page, and scroll there. */
const FEW_COLUMNS = 3

/**
 * A stored figure as part of the page. Its own colours follow the system only, and its style element is forbidden
 * inline; here it takes the page's. Panels become drawings of their own, so that they wrap where the page is narrow, and
 * the legend becomes a list. What has no panels stays whole and scrolls.
 * @param svg a document of `experiments/figures`: its words are escaped already
 */
export function figureHtml(svg: string): string {
  const [, width = '0', height = '0'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []
  const [, title = ''] = /<title[^>]*>([^<]*)<\/title>/.exec(svg) ?? []
  const [, description = ''] = /<desc[^>]*>([^<]*)<\/desc>/.exec(svg) ?? []
  const body = bodyOf(svg)
  const panels = panelsOf(body, { width: Number(width), height: Number(height) })
  const columns = new Set(panels.map(({ x }) => x)).size
  const drawing =
    panels.length > 0
      ? `<div class="panels of-${columns}" role="img" aria-label="${title}. ${description}">${panels.map(panelHtml).join('')}</div>`
      : `<svg class="whole" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}. ${description}">${body}</svg>`
  const isWide = panels.length === 0 || columns > FEW_COLUMNS
  const legend = panels.length > 0 ? legendHtml(body.slice(0, body.indexOf('<g '))) : ''
  return (
    `<figure class="figure"><figcaption class="figcap">${title}</figcaption>${legend}` +
    `${isWide ? `<div class="scroll" tabindex="0" role="region" aria-label="Figure: ${title}">${drawing}</div>` : drawing}</figure>`
  )
}

/** What is drawn: without the frame, the words about it, its style and its paper. */
const bodyOf = (svg: string): string =>
  svg
    .replace(/^[\s\S]*?<\/desc>/, '')
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<rect class="paper"[^>]*\/>/, '')
    .replace(/<\/svg>\s*$/, '')
    .trim()

/** Panels stand on a grid of equal cells, each in a translated group. */
function panelsOf(body: string, size: Size): Panel[] {
  const found = body.matchAll(/<g transform="translate\(([\d.]+) ([\d.]+)\)">([\s\S]*?)<\/g>/g)
  const groups = [...found].map(([, x, y, inner = '']) => ({ x: Number(x), y: Number(y), inner }))
  const rows = new Set(groups.map(({ y }) => y)).size
  const width = size.width / new Set(groups.map(({ x }) => x)).size
  const height = (size.height - Math.min(...groups.map(({ y }) => y))) / rows
  return groups.map(({ x, inner }) => ({ x, inner, width, height }))
}

const panelHtml = ({ width, height, inner }: Panel): string =>
  `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${inner}</svg>`

/** Names of the series, each after its line. */
function legendHtml(svg: string): string {
  const names = [...svg.matchAll(/class="l(\d)"\/><text[^>]*>([^<]*)<\/text>/g)]
  const items = names.map(
    ([, series, name]) =>
      `<li><svg viewBox="0 0 22 8" aria-hidden="true"><line x1="0" y1="4" x2="22" y2="4" class="l${series}"/></svg>${name}</li>`,
  )
  return items.length === 0 ? '' : `<ul class="series">${items.join('')}</ul>`
}
