import type { Figure } from '../../../page/gallery/props.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * A stored figure taken apart, so that the page can draw it in its own colours: the drawing's own follow the
 * system only, and its style element is forbidden inline.
 * @param svg a document of `experiments/report/figures`: its words are escaped
 */
export function figureOf(svg: string): Figure {
  const [, width = '0', height = '0'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []
  const [, title = ''] = /<title[^>]*>([^<]*)<\/title>/.exec(svg) ?? []
  const [, description = ''] = /<desc[^>]*>([^<]*)<\/desc>/.exec(svg) ?? []
  const size = { width: Number(width), height: Number(height) }
  const body = bodyOf(svg)
  const panels = panelsOf(body, size)
  const hasPanels = panels.length > 0
  return {
    title: decoded(title),
    description: decoded(description),
    series: hasPanels ? seriesOf(body.slice(0, body.indexOf('<g '))) : [],
    columns: new Set(panels.map(({ x }) => x)).size,
    drawings: hasPanels
      ? panels.map(({ x, svg, ...panel }) => ({ ...panel, svg: renamed(svg) }))
      : [{ ...size, svg: renamed(body) }],
  }
}

/** What is drawn: without the frame, the words about it, its style and its paper. */
const bodyOf = (svg: string): string =>
  svg
    .replace(/^[\s\S]*?<\/desc>/, '')
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<rect class="paper"[^>]*\/>/, '')
    .replace(/<\/svg>\s*$/, '')
    .trim()

/** Panels are cells of a grid, each in a translated group. */
function panelsOf(body: string, size: Size) {
  const found = body.matchAll(/<g transform="translate\(([\d.]+) ([\d.]+)\)">([\s\S]*?)<\/g>/g)
  const groups = [...found].map(([, x, y, svg = '']) => ({ x: Number(x), y: Number(y), svg }))
  const rows = new Set(groups.map(({ y }) => y)).size
  const width = size.width / new Set(groups.map(({ x }) => x)).size
  const height = (size.height - Math.min(...groups.map(({ y }) => y))) / rows
  return groups.map(({ x, svg }) => ({ x, svg, width, height }))
}

/** Names of the series, from the legend of the drawing. */
const seriesOf = (svg: string): Figure['series'] =>
  [...svg.matchAll(/class="l(\d)"\/><text[^>]*>([^<]*)<\/text>/g)].map(([, index, name = '']) => ({
    index: Number(index),
    name: decoded(name),
  }))

/** What a drawing's shortest classes are short for. */
const CLASSES: Readonly<Record<string, string>> = { t: 'title', q: 'quiet', s: 'series', l: 'line' }

/** A drawing under class names that are no other component's. */
const renamed = (svg: string): string =>
  svg.replaceAll(
    /class="([a-z]+)(\d?)"/g,
    (_, name: string, index: string) => `class="figure-${CLASSES[name] ?? name}${index && `-${index}`}"`,
  )

/** Text of a document that escapes no more than it must. */
const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
