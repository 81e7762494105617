// @ts-check

import { escapeHtml, icon } from '../html.js'
import { listOf, ROWS } from './state.js'
import { count, laneClass, letterOf, probability } from './text.js'

/**
 * The tables a person edits: words and chains. Pure: the page redraws them, the server writes them first.
 * @typedef {import('./state.js').LabState} LabState
 */

/** @type {Readonly<Record<LabState['mode'], string>>} */
const VALUE_NAMES = { logits: 'logit', probabilities: 'weight', counts: 'count' }

/**
 * @param {LabState} state
 * @param {readonly (number | undefined)[]} raw probability of each word under the softmax
 * @param {{ index: number, message: string }} wrong the first field that is no number
 */
export function wordsHtml(state, raw, wrong) {
  const { entries, mode, preset } = state
  const isFolded = entries.length > ROWS
  const rows = entries.slice(0, isFolded ? 12 : entries.length).map((entry, index) => {
    const name = escapeHtml(entry.word === '' ? `word ${index + 1}` : entry.word)
    const value = raw[index]
    const p = value === undefined ? '–' : probability(value)
    if (isFolded) {
      return `<tr><td class="serif">${escapeHtml(entry.word)}</td><td class="n mono">${escapeHtml(entry.value)}</td><td class="n" data-raw="${index}">${p}</td><td></td></tr>`
    }
    const bad = index === wrong.index ? ' aria-invalid="true" aria-describedby="lab-wrong"' : ''
    return (
      `<tr><td><input class="serif" name="word" aria-label="Word ${index + 1}" value="${escapeHtml(entry.word)}" autocomplete="off" spellcheck="false"></td>` +
      `<td><input class="num" name="value" inputmode="decimal" aria-label="${nameOf(mode)} of ${name}" value="${escapeHtml(entry.value)}"${bad} autocomplete="off"></td>` +
      `<td class="n" data-raw="${index}">${p}</td>` +
      `<td><button class="btn plain small icon" name="do" value="remove-word:${index}" aria-label="Remove ${name}">${icon('x')}</button></td></tr>`
    )
  })
  const more = isFolded
    ? `<tr><td colspan="4" class="quiet">${count(entries.length - 12)} more, too many to edit one by one; paste a list to change them.</td></tr>`
    : ''
  const carried =
    isFolded && !preset ? `<textarea name="list" hidden>${escapeHtml(listOf(state))}</textarea>` : ''
  return (
    '<table class="edit"><colgroup><col><col class="c-value"><col class="c-raw"><col class="c-remove"></colgroup>' +
    `<thead><tr><th scope="col">word</th><th scope="col">${VALUE_NAMES[mode]}</th><th scope="col" class="n">raw p</th><th scope="col"><span class="sr">Remove</span></th></tr></thead>` +
    `<tbody>${rows.join('')}${more}</tbody></table>${carried}` +
    `<p class="field-error" id="lab-wrong" role="status">${escapeHtml(wrong.message)}</p>`
  )
}

/** @param {LabState['mode']} mode */
function nameOf(mode) {
  const name = VALUE_NAMES[mode]
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** @param {LabState} state @param {readonly (string | undefined)[]} errors */
export function lanesHtml({ lanes, selected }, errors) {
  return lanes
    .map((lane, index) => {
      const letter = letterOf(index)
      const error = errors[index]
      return (
        `<li class="${laneClass(index)}"><label class="pick-lane"><input type="radio" name="selected" value="${index}"${index === selected ? ' checked' : ''}>` +
        `<span class="mark">${letter}</span><span class="sr">Knobs for ${letter}</span></label>` +
        `<input class="chain" name="lane" aria-label="Chain of ${letter}" value="${escapeHtml(lane)}" autocomplete="off" spellcheck="false"${error ? ` aria-invalid="true" aria-describedby="lane-error-${index}"` : ''}>` +
        `<button class="btn plain small icon" name="do" value="remove-lane:${index}" aria-label="Remove panel ${letter}"${lanes.length === 1 ? ' disabled' : ''}>${icon('x')}</button>` +
        `<p class="field-error" id="lane-error-${index}">${escapeHtml(error ?? '')}</p></li>`
      )
    })
    .join('')
}

/** Which panel's draws are shown. @param {LabState} state @param {readonly string[]} titles */
export function showHtml({ lanes, show }, titles) {
  return lanes
    .map((_, index) => {
      const isShown = index === show
      const title = isShown ? ` ${escapeHtml(titles[index] ?? '')}` : ''
      return `<label><input type="radio" name="show" value="${index}"${isShown ? ' checked' : ''} aria-label="Draws of ${letterOf(index)}"><span>${letterOf(index)}${title}</span></label>`
    })
    .join('')
}
