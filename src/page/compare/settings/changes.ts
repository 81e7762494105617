import { COUPLINGS } from '../../../sampling/coupling.ts'
import { letterOf } from '../../ui/lane.ts'
import { plural } from '../../ui/numbers.ts'
import { writeLane } from '../chain/lane-chain.ts'
import { requestOf, type Settings } from './settings.ts'

/** What a run had that is set otherwise now, in a few words each. */
export function changesOf(ran: Settings, now: Settings): string[] {
  const [before, after] = [requestOf(ran), requestOf({ ...now, seed: now.seed.trim() || ran.seed })]
  const changes: string[] = []
  if (before.prompt !== after.prompt) changes.push('another prompt')
  if (before.model !== after.model) changes.push(before.model)
  if (before.coupling !== after.coupling) changes.push(`coupling ${before.coupling ?? COUPLINGS[0]}`)
  if (before.chat !== after.chat)
    changes.push(before.chat ? 'a conversation' : 'a prompt without chat template')
  if (before.heal !== after.heal) changes.push(before.heal ? 'a healed prompt' : 'the prompt as it is')
  if (before.maxTokens !== after.maxTokens) changes.push(`${before.maxTokens} tokens at most`)
  if (before.samples !== after.samples) changes.push(plural(before.samples, 'sample'))
  if (before.seed !== after.seed) changes.push(`seed ${before.seed}`)
  if (ran.stop !== now.stop) changes.push(ran.stop === '' ? 'no stop text' : 'other stop texts')
  for (const { key, chain } of ran.lanes) {
    const lane = now.lanes.find((one) => one.key === key)
    if (lane && writeLane(lane.chain) !== writeLane(chain))
      changes.push(`${writeLane(chain)} in lane ${letterOf(key)}`)
  }
  const isNew = now.lanes.some(({ key }) => !ran.lanes.some((lane) => lane.key === key))
  return changes.length === 0 && isNew ? ['fewer lanes'] : changes
}
