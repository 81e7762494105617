import type { RenderFunction } from '@observablehq/plot'
import { atMost } from '../../../words.ts'
import type { LaneView } from '../lane/view.ts'
import { endsOf, type Series } from './series.ts'

/** The lines' names at their ends, and the cursor's line: what a chart holds besides Plot's own marks. */

const SVG = 'http://www.w3.org/2000/svg'
const NAME_LENGTH = 18
/** Pixels from one name to the next. */
const NAME_GAP = 19

export const endMarks =
  (lanes: readonly LaneView[], series: Series, top: number): RenderFunction =>
  (_index, _scales, _values, { width, height, marginRight, marginTop, marginBottom }) => {
    const group = document.createElementNS(SVG, 'g')
    const room = height - marginTop - marginBottom
    for (const { view, y } of endsOf(lanes, series, top, NAME_GAP / room)) {
      group.append(endMark(view, width - marginRight, marginTop + y * room))
    }
    return group
  }

/** A line is named by the chain that its text is from, also where the lane has another by now. */
function endMark(view: LaneView, x: number, y: number): SVGGElement {
  const { className, letter, laneRun, isStale } = view
  const name = (isStale && laneRun?.chain) || view.name
  const group = element('g', { class: `chart-line-end ${className}`, transform: `translate(${x},${y})` })
  group.append(element('rect', { x: 8, y: -8, width: 16, height: 16, rx: 3 }))
  for (const [of, at, words] of [
    ['chart-letter', 16, letter],
    ['chart-name', 30, atMost(name, NAME_LENGTH)],
  ] as const) {
    const text = element('text', { class: of, x: at, y: 4 })
    text.textContent = words
    group.append(text)
  }
  return group
}

/** From top to bottom, in pixels. */
export const cursorLine = (top: number, bottom: number): SVGLineElement =>
  element('line', { class: 'chart-cursor', y1: top, y2: bottom })

function element<Name extends 'g' | 'rect' | 'text' | 'line'>(
  name: Name,
  attributes: Record<string, string | number>,
) {
  const made = document.createElementNS(SVG, name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value))
  return made
}
