import { messageOf } from '../../errors.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import { type PlannedTrial, planTrials, readPrompts, readSeeds } from '../../runs/trials/prompts.ts'
import { numberFault } from '../ui/number-fault.ts'
import { lanesFault, lanesIn } from './lanes.ts'
import type { TrialsProps } from './props.ts'

/** What a person has written, as text. */
export interface TrialSettings {
  readonly prompts: string
  /** A chain a line. */
  readonly lanes: string
  readonly seeds: string
  readonly maxTokens: string
  readonly model: string
}

/** Most runs that this page keeps in the browser. */
const MOST_RUNS = 2000

/** What will be run, or a sentence about what is missing. */
export function planOf(
  settings: TrialSettings,
  offer: Pick<TrialsProps, 'strategies' | 'models'>,
): readonly PlannedTrial[] | string {
  if (settings.prompts.trim() === '') return 'Give some prompts, one a line, or open a file of them.'
  const lanes = lanesIn(settings.lanes)
  const fault = lanesFault(lanes, offer)
  if (fault !== undefined) return fault
  const wrongLength = numberFault('Max new tokens', settings.maxTokens, 1, LIMITS.maxTokens)
  if (wrongLength) return wrongLength
  try {
    const shared = { lanes, maxTokens: Number(settings.maxTokens), model: settings.model }
    const planned = planTrials(readPrompts(settings.prompts), readSeeds(settings.seeds), shared)
    if (planned.length <= MOST_RUNS) return planned
    return (
      `These are ${planned.length} runs, and this page keeps ${MOST_RUNS}; "nucleus run --prompts" ` +
      'takes more.'
    )
  } catch (error) {
    return messageOf(error)
  }
}
