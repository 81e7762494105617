import { plural } from '../ui/numbers.ts'
import type { Listing } from './props.ts'
import { agoText, leftText, partText, queueText, sizeText } from './words.ts'

/** A model's state as glyph, word and detail. */
export interface StateView {
  readonly icon: string
  readonly word: string
  readonly detail: string
  /** How much of a download has arrived. */
  readonly share?: number
}

/** @param now milliseconds since 1970 */
export function stateView(model: Listing, now: number): StateView {
  const held = [model.diskBytes > 0 ? sizeText(model.diskBytes) : '', model.weights]
    .filter(Boolean)
    .join(', ')
  switch (model.state) {
    case 'loaded':
      return { icon: 'check', word: 'Loaded', detail: held + useText(model) }
    case 'built-in':
      return { icon: 'box', word: 'Built in', detail: held }
    case 'downloaded':
      return { icon: 'disk', word: 'Ready', detail: held }
    case 'available':
      return { icon: 'cloud', word: 'Available', detail: availableText(model) }
    case 'loading':
      return { icon: 'clock', word: 'Opening', detail: held }
    case 'queued':
      return { icon: 'clock', word: 'Queued', detail: queueText(model.ahead ?? 0) }
    case 'downloading':
      return downloadView(model)
    default:
      return failureView(model, now)
  }
}

function useText({ memoryBytes = 0, uses = 0 }: Listing): string {
  const memory = memoryBytes > 0 ? `, took ${sizeText(memoryBytes)} of memory` : ''
  return memory + (uses > 0 ? `, in use by ${plural(uses, 'run')}` : '')
}

function availableText({ offers, weights, keptBytes }: Listing): string {
  const [first] = offers
  const size = first?.bytes ? `${first.isEstimate ? 'About ' : ''}${sizeText(first.bytes)}, ` : ''
  const kept = keptBytes > 0 ? ` ${sizeText(keptBytes)} of it are here already.` : ''
  return `${size}${weights}.${kept}`
}

function downloadView({ progress, rate }: Listing): StateView {
  const { loaded = 0, total = 0, stage } = progress ?? {}
  const verb = stage ? stage.charAt(0).toUpperCase() + stage.slice(1) : 'Downloading'
  if (total === 0) return { icon: 'export', word: verb, detail: 'Starting', share: 0 }
  const share = Math.min(1, loaded / total)
  if (loaded >= total && !stage) {
    return {
      icon: 'export',
      word: 'Checking',
      detail: 'All of it has arrived and is being opened once.',
      share,
    }
  }
  const left = leftText(total - loaded, rate)
  const detail = stage ? '' : [partText(loaded, total), left].filter(Boolean).join(', ')
  return { icon: 'export', word: `${verb} ${Math.floor(100 * share)}%`, detail, share }
}

function failureView({ state, reason = '', at }: Listing, now: number): StateView {
  const isUnreachable = state === 'unreachable'
  return {
    icon: isUnreachable ? 'off' : 'fail',
    word: isUnreachable ? 'Unreachable' : 'Failed',
    detail: `${reason} Tried ${agoText(at ?? now, now)}.`,
  }
}
