import { count, plural } from '../../ui/numbers.ts'
import type { Sample } from '../run/run.ts'

/** Why a text ended, in a few words. */
export function stopMark({ stop, steps }: Pick<Sample, 'stop' | 'steps'>): string {
  if (stop === 'end-of-text') return 'end of text'
  if (stop === 'stop-text') return 'stop text'
  if (stop === 'length') return plural(steps.length, 'token')
  if (stop === 'context') return 'context full'
  return stop === 'error' ? 'error' : `stopped at ${count(steps.length)}`
}
