import { storedInTab, storeInTab } from '../../ui/storage.ts'
import { writeLane } from '../chain/lane-chain.ts'
import { paramsOf, settingsFrom } from './link.ts'
import type { Offer } from './offer.ts'
import type { Settings } from './settings.ts'

/** What is set and not run yet: a tab that is loaded again has it, though its address is of the last run. */

const KEY = 'nucleus-draft'

const addressNow = (): string => location.pathname + location.search

export const keepDraft = (settings: Settings): void =>
  storeInTab(
    KEY,
    JSON.stringify([addressNow(), paramsOf(settings).toString(), settings.human, settings.humanP]),
  )

/**
 * Undefined where nothing was kept for this address, or a link to it was opened anew.
 * @param opened what the address holds
 */
export function keptDraft(offer: Offer, opened: Settings): Settings | undefined {
  const [address, query, human, humanP]: string[] = JSON.parse(storedInTab(KEY) ?? '[]')
  if (address !== addressNow() || query === undefined) return undefined
  const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (load?.type === 'navigate' && location.search !== '') return undefined
  const draft = settingsFrom(new URLSearchParams(query), offer)
  const keys = keysOf(draft.lanes, opened.lanes)
  const lanes = draft.lanes.map(({ chain }, index) => ({ key: keys[index]!, chain }))
  // A human text may be too long for a link's parameters.
  return { ...draft, lanes, human: human ?? draft.human, humanP: humanP ?? draft.humanP }
}

/** A lane is that of the same chain; among as many lanes, one of another chain is the one in its place. */
function keysOf(lanes: Settings['lanes'], opened: Settings['lanes']): number[] {
  const free = new Set(opened.keys())
  const take = (at: number | undefined) => (at !== undefined && free.delete(at) ? opened[at]!.key : undefined)
  const same = lanes.map(({ chain }) =>
    take([...free].find((at) => writeLane(opened[at]!.chain) === writeLane(chain))),
  )
  let next = opened.length
  return same.map((key, at) => key ?? take(lanes.length === opened.length ? at : undefined) ?? next++)
}
