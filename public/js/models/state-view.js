// @ts-check
import { agoText, leftText, partText, placeText, sizeText } from './words.js'

/**
 * What `GET /api/models` says of a model, as far as the page shows it.
 * @typedef {object} Listing
 * @property {string} id
 * @property {string} title
 * @property {string} summary
 * @property {number | undefined} [parameters]
 * @property {number} contextLength
 * @property {string} dtype
 * @property {string} weights
 * @property {string} licence
 * @property {boolean} lanesIndependent
 * @property {'built-in' | 'downloaded' | 'available' | 'loading' | 'loaded' | 'queued' | 'downloading' | 'unreachable' | 'failed'} state
 * @property {number} diskBytes
 * @property {number} keptBytes
 * @property {boolean} isRemovable
 * @property {boolean} isLinked a folder that is not ours to delete
 * @property {readonly { readonly dtype: string, readonly bytes?: number, readonly isEstimate?: boolean }[]} offers
 * @property {number} [memoryBytes] loaded
 * @property {number} [uses] loaded
 * @property {number} [ahead] queued
 * @property {{ readonly loaded: number, readonly total: number, readonly stage?: string }} [progress] downloading
 * @property {number} [rate] downloading, bytes a second
 * @property {string} [reason] unreachable, failed
 * @property {number} [at] unreachable, failed
 *
 * @typedef {{ icon: string, word: string, detail: string, share?: number }} StateView share: how much has arrived
 */

/** A state as glyph, word and detail. @param {Listing} model @param {number} now @returns {StateView} */
export function stateView(model, now) {
  const held = [model.diskBytes > 0 ? sizeText(model.diskBytes) : '', model.weights]
    .filter(Boolean)
    .join(', ')
  switch (model.state) {
    case 'loaded':
      return { icon: 'check', word: 'Loaded', detail: loadedText(model, held) }
    case 'built-in':
      return { icon: 'box', word: 'Built in', detail: held }
    case 'downloaded':
      return { icon: 'disk', word: 'Ready', detail: held }
    case 'available':
      return { icon: 'cloud', word: 'Available', detail: availableText(model) }
    case 'loading':
      return { icon: 'clock', word: 'Opening', detail: held }
    case 'queued':
      return { icon: 'clock', word: 'Queued', detail: placeText(model.ahead ?? 0) }
    case 'downloading':
      return downloadView(model)
    default: {
      const word = model.state === 'unreachable' ? 'Unreachable' : 'Failed'
      const tried = `Tried ${agoText(model.at ?? now, now)}.`
      return {
        icon: model.state === 'unreachable' ? 'off' : 'fail',
        word,
        detail: `${model.reason ?? ''} ${tried}`,
      }
    }
  }
}

/** @param {Listing} model @param {string} held */
function loadedText({ memoryBytes = 0, uses = 0 }, held) {
  const memory = memoryBytes > 0 ? `, took ${sizeText(memoryBytes)} of memory` : ''
  const inUse = uses > 0 ? `, in use by ${uses} run${uses > 1 ? 's' : ''}` : ''
  return `${held}${memory}${inUse}`
}

/** @param {Listing} model */
function availableText({ offers, weights, keptBytes }) {
  const [first] = offers
  const size = first?.bytes ? `${first.isEstimate ? 'About ' : ''}${sizeText(first.bytes)}, ` : ''
  const kept = keptBytes > 0 ? ` ${sizeText(keptBytes)} of it are here already.` : ''
  return `${size}${weights}.${kept}`
}

/** @param {Listing} model @returns {StateView} */
function downloadView({ progress = { loaded: 0, total: 0 }, rate }) {
  const { loaded, total, stage } = progress
  const verb = stage ? stage.charAt(0).toUpperCase() + stage.slice(1) : 'Downloading'
  if (total === 0) return { icon: 'export', word: verb, detail: 'Starting', share: 0 }
  const share = Math.min(1, loaded / total)
  const left = leftText(total - loaded, rate)
  const detail = stage ? '' : [partText(loaded, total), left].filter(Boolean).join(', ')
  const isWhole = loaded >= total && !stage
  return {
    icon: 'export',
    word: isWhole ? 'Checking' : `${verb} ${Math.floor(100 * share)}%`,
    detail: isWhole ? 'All of it has arrived and is being opened once.' : detail,
    share,
  }
}
