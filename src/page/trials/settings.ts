import { messageOf } from '../../errors.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import { type PlannedTrial, planTrials, readPrompts, readSeeds } from '../../runs/trials/prompts.ts'
import { count } from '../ui/numbers.ts'
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
  const maxTokens = Number(settings.maxTokens)
  if (!Number.isInteger(maxTokens) || maxTokens < 1 || maxTokens > LIMITS.maxTokens) {
    return (
      `Max new tokens must be a whole number from 1 to ${count(LIMITS.maxTokens)}, got ` +
      `${settings.maxTokens.trim() || 'nothing'}.`
    )
  }
  try {
    const shared = { lanes, maxTokens, model: settings.model }
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
