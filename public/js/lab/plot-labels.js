// @ts-check

import { escapeHtml } from '../html.js'
import { count, percent, tick } from './text.js'

/**
 * What is written over and under the bars. Pure.
 * @typedef {import('../../../src/runs/lab/step-view.ts').StepView} StepView
 * @typedef {import('./plot.js').Frame} Frame
 */

/** @param {StepView} view @param {Frame} frame */
export function numbers({ words, cut }, frame) {
  return words
    .map(({ before, after, state }, place) => {
      if (state === 'gone') return ''
      const value = cut.kind === 'outline' && state === 'kept' ? after : before
      const level =
        cut.kind === 'logit'
          ? (cut.logits[place] ?? cut.lowest)
          : Math.max(value, cut.kind === 'outline' ? before : 0)
      const isOverFloor = cut.kind === 'floor' && level < cut.value && level > cut.value - 0.08
      const top = frame.y(isOverFloor ? cut.value : level)
      // The staircase starts on the first bar: its number goes inside, where the bar is tall enough.
      const isInside = (cut.kind === 'stairs' && place === 0 && top < 0.86) || top < 0.06
      const text = cut.kind === 'logit' ? level.toFixed(1) : tick(value)
      return `<text class="value${isInside && state === 'kept' ? ' inside' : ''}" x="${percent(frame.x(place + 0.5))}" y="${percent(top)}" dy="${isInside ? 13 : -5}" text-anchor="middle">${text}</text>`
    })
    .join('')
}

/** @param {StepView} view @param {Frame} frame */
export function wordLabels({ words, folds }, frame) {
  const labels = words.map(({ token, state }, place) => {
    const x = percent(frame.x(place + 0.5))
    const text = escapeHtml(token === '' ? '(empty)' : token)
    const name = `word${state === 'kept' ? '' : ' struck'}`
    return frame.isRoomy
      ? `<text class="${name}" x="${x}" y="100%" dy="19" text-anchor="middle">${text}</text>`
      : `<svg x="${x}" y="100%" class="slant"><text class="${name}" x="3" y="10" text-anchor="end" transform="rotate(-55 3 10)">${text}</text></svg>`
  })
  const first = folds[0]
  const last = folds.at(-1)
  if (!first || !last) return labels.join('')
  const caption = `${count(first.from + 1)} to ${count(last.to)}`
  return `${labels.join('')}<text class="axis" x="${percent(frame.x(first.from))}" y="100%" dx="6" dy="16">${caption}</text>`
}

/** @param {StepView} view @param {Frame} frame */
export function rankLabels({ words, size }, frame) {
  const last = words.length
  return (
    [
      { place: 0, text: '1' },
      { place: last - 1, text: String(last) },
    ]
      .map(
        ({ place, text }) =>
          `<text class="axis" x="${percent(frame.x(place + 0.5))}" y="100%" dy="16" text-anchor="middle">${text}</text>`,
      )
      .join('') +
    (size > last
      ? `<text class="axis" x="100%" y="100%" dy="16" text-anchor="end">${count(size)}</text>`
      : '')
  )
}
