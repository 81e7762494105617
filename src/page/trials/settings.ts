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

/**
 * Texts and tokens that planned runs make at most: a line may have lanes, samples and a length of its own,
 * which nobody has checked. Greedy lanes make one sample, and a run that is refused makes nothing.
 */
export function mostOf(plan: readonly PlannedTrial[]): { readonly texts: number; readonly tokens: number } {
  const sizes = plan.map(({ fields: { lanes, samples = 1, maxTokens } }) => {
    const texts = (Array.isArray(lanes) ? lanes.length : 0) * wholeOf(samples)
    return { texts, tokens: texts * wholeOf(maxTokens) }
  })
  const sum = (name: 'texts' | 'tokens') => sizes.reduce((total, size) => total + size[name], 0)
  return { texts: sum('texts'), tokens: sum('tokens') }
}

const wholeOf = (value: unknown): number => (Number.isSafeInteger(value) ? Math.max(0, Number(value)) : 0)

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
