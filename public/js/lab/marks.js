// @ts-check

import { byId } from './dom.js'
import { firstWrong, historyOf } from './request.js'

/**
 * A field that is wrong is marked, and its sentence stands beside it.
 * @typedef {import('./state.js').LabState} LabState
 * @typedef {import('../../../src/runs/lab/lab.ts').LabResult} LabResult
 */

/** @param {LabState} state @param {string} message */
export function markValue(state, message) {
  const { index } = firstWrong(state)
  for (const [at, input] of byId('lab-words').querySelectorAll('input[name="value"]').entries()) {
    setInvalid(input, at === index, 'lab-wrong')
  }
  byId('lab-wrong').textContent = message
}

/** @param {LabResult} result */
export function markLanes({ lanes }) {
  for (const [index, input] of byId('lab-chains').querySelectorAll('input[name="lane"]').entries()) {
    const message = lanes[index]?.error?.message ?? ''
    setInvalid(input, message !== '', `lane-error-${index}`)
    const place = document.getElementById(`lane-error-${index}`)
    if (place) place.textContent = message
  }
}

/** @param {LabState} state */
export function markHistory(state) {
  const found = historyOf(state)
  const message = 'message' in found ? found.message : ''
  setInvalid(byId('lab-history'), message !== '', 'lab-history-error')
  byId('lab-history-error').textContent = message
}

/** @param {Element} input @param {boolean} isWrong @param {string} describedBy */
function setInvalid(input, isWrong, describedBy) {
  if (isWrong) {
    input.setAttribute('aria-invalid', 'true')
    input.setAttribute('aria-describedby', describedBy)
  } else input.removeAttribute('aria-invalid')
}
