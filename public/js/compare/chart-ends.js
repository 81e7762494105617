// @ts-check

import { endsOf } from './chart-view.js'

/** The lines' names at their ends, and the cursor's line: what a chart holds besides Plot's own marks. */

const SVG = 'http://www.w3.org/2000/svg'
const NAME_LENGTH = 18
/** Pixels from one name to the next. */
const NAME_GAP = 19

/** Names of the lines, at their ends. @param {readonly import('./lane-views.js').LaneView[]} lanes @param {import('./chart-view.js').Series} series @param {number} top @returns {import('@observablehq/plot').RenderFunction} */
export function endMarks(lanes, series, top) {
  return (_index, _scales, _values, { width, height, marginRight, marginTop, marginBottom }) => {
    const group = document.createElementNS(SVG, 'g')
    const room = height - marginTop - marginBottom
    for (const { view, y } of endsOf(lanes, series, top, NAME_GAP / room)) {
      group.append(endMark(view, width - marginRight, marginTop + y * room))
    }
    return group
  }
}

/** @param {import('./lane-views.js').LaneView} view @param {number} x @param {number} y */
function endMark({ className, letter, name }, x, y) {
  const group = document.createElementNS(SVG, 'g')
  group.setAttribute('class', `line-end ${className}`)
  group.setAttribute('transform', `translate(${x},${y})`)
  const box = group.appendChild(document.createElementNS(SVG, 'rect'))
  for (const [attribute, value] of Object.entries({ x: 8, y: -8, width: 16, height: 16, rx: 3 })) {
    box.setAttribute(attribute, String(value))
  }
  /** @param {string} of @param {number} at @param {string} words */
  const write = (of, at, words) => {
    const text = group.appendChild(document.createElementNS(SVG, 'text'))
    text.setAttribute('class', of)
    text.setAttribute('x', String(at))
    text.setAttribute('y', '4')
    text.textContent = words
  }
  write('letter', 16, letter)
  write('name', 30, name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1)}…` : name)
  return group
}

/** @param {number} top @param {number} bottom in pixels */
export function cursorLine(top, bottom) {
  const line = document.createElementNS(SVG, 'line')
  for (const [name, value] of Object.entries({ class: 'cur', y1: top, y2: bottom })) {
    line.setAttribute(name, String(value))
  }
  return line
}
