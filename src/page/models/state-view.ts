import type { ModelListing } from '../../models/model-listing.ts'
import { sizeText } from '../../words.ts'
import { downloadText } from '../ui/download-text.ts'
import { plural } from '../ui/numbers.ts'
import { agoText, queueText } from './words.ts'

/** A model's state as glyph, word and detail. */
export interface StateView {
  readonly icon: string
  readonly word: string
  readonly detail: string
  /** How much of a download has arrived. */
  readonly share?: number
}

/** @param now milliseconds since 1970 */
export function stateView(model: ModelListing, now: number): StateView {
  const held = [model.diskBytes > 0 ? `${sizeText(model.diskBytes)} on disk` : '', model.weights]
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
      return { icon: 'clock', word: 'Queued', detail: queueText(model.ahead) }
    case 'downloading':
      return { icon: 'export', ...downloadText(model) }
    case 'busy':
      return { icon: 'clock', word: 'Downloading', detail: busyText(model) }
    default:
      return failureView(model, now)
  }
}

type In<State> = Extract<ModelListing, { readonly state: State }>

function useText({ memoryBytes, uses }: In<'loaded'>): string {
  const memory = memoryBytes > 0 ? `, took ${sizeText(memoryBytes)} of memory` : ''
  return memory + (uses > 0 ? `, in use by ${plural(uses, 'run')}` : '')
}

const keptText = ({ keptBytes }: ModelListing): string =>
  keptBytes > 0 ? ` ${sizeText(keptBytes)} of it are here already.` : ''

const busyText = (model: In<'busy'>): string =>
  `Another process of this computer (${model.holder}) fetches it.${keptText(model)}`

function availableText(model: ModelListing): string {
  const { offers, weights } = model
  const [first] = offers
  const size = first?.bytes ? `${first.isEstimate ? 'About ' : ''}${sizeText(first.bytes)} to fetch, ` : ''
  return `${size}${weights}.${keptText(model)}`
}

function failureView({ state, reason, at }: In<'unreachable' | 'failed'>, now: number): StateView {
  const isUnreachable = state === 'unreachable'
  return {
    icon: isUnreachable ? 'off' : 'fail',
    word: isUnreachable ? 'Unreachable' : 'Failed',
    detail: `${reason} Tried ${agoText(at, now)}.`,
  }
}
