import { messageOf } from '../../errors.ts'
import { type PlannedTrial, planTrials, readPrompts, readSeeds } from '../../runs/trials/prompts.ts'

export interface TrialsProps {
  /** Models that are here. */
  readonly models: readonly { readonly id: string; readonly title: string }[]
  readonly defaultId: string
  readonly maxTokens: number
}

/** What a person has written, as text. */
export interface TrialSettings {
  readonly prompts: string
  /** A chain a line. */
  readonly lanes: string
  readonly seeds: string
  readonly maxTokens: string
  readonly model: string
}

export const lanesIn = (lanes: string): string[] =>
  lanes
    .split('\n')
    .map((lane) => lane.trim())
    .filter((lane) => lane !== '')

/** Most runs that this page keeps in the browser. */
const MOST_RUNS = 2000

/** What will be run, or a sentence about what is missing. */
export function planOf(settings: TrialSettings): readonly PlannedTrial[] | string {
  if (settings.prompts.trim() === '') return 'Give some prompts, one a line, or open a file of them.'
  const lanes = lanesIn(settings.lanes)
  if (lanes.length === 0) return 'Write at least one chain, for example nucleus:0.9.'
  const maxTokens = Number(settings.maxTokens)
  if (!Number.isInteger(maxTokens) || maxTokens < 1)
    return `Max new tokens must be a whole number from 1, got ${settings.maxTokens.trim() || 'nothing'}.`
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
