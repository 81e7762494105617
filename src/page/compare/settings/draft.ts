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
 * @param opened what the address holds: lanes of the same chain are the same lanes
 */
export function keptDraft(offer: Offer, opened: Settings): Settings | undefined {
  const [address, query, human, humanP]: string[] = JSON.parse(storedInTab(KEY) ?? '[]')
  if (address !== addressNow() || query === undefined) return undefined
  const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (load?.type === 'navigate' && location.search !== '') return undefined
  const draft = settingsFrom(new URLSearchParams(query), offer)
  const known = [...opened.lanes]
  let next = known.length
  const lanes = draft.lanes.map(({ chain }) => {
    const at = known.findIndex((lane) => writeLane(lane.chain) === writeLane(chain))
    const [same] = at < 0 ? [] : known.splice(at, 1)
    return { key: same?.key ?? next++, chain }
  })
  // A human text may be too long for a link's parameters.
  return { ...draft, lanes, human: human ?? draft.human, humanP: humanP ?? draft.humanP }
}
