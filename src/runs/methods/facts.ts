import type { Environment } from '../../models/environment.ts'
import type { RunRequest } from '../request/request.ts'
import type { Branch } from '../run/branch-notation.ts'
import { branchText } from '../run/branch-start.ts'
import type { RunResult } from '../run/events.ts'

type Stated = 'stop' | 'chat' | 'heal' | 'literal' | 'coupling' | 'firstSample' | 'prefix' | 'insert'

/** What a run was asked for, as far as a paragraph of methods states it; a request that was taken is one. */
export type RunSettings = Pick<RunRequest, 'maxTokens'> & {
  readonly [Name in Stated]?: RunRequest[Name] | undefined
}

/** One run. */
export type RunFacts = RunSettings & {
  readonly prompt: string
  /** Id of the model of lanes that name none. */
  readonly model: string
  /** As written. */
  readonly lanes: readonly string[]
  readonly seed: number
  /** How many texts each lane gave. */
  readonly texts: readonly number[]
}

/** What intervals and tests resample, and whether lanes are compared. */
export interface StatisticsFacts {
  readonly over: 'prompts' | 'texts'
  readonly isCompared: boolean
}

/** What a paragraph of methods is written from: a run, or trials. */
export interface MethodsFacts {
  readonly environment: Environment
  /** At least one. */
  readonly runs: readonly RunFacts[]
  readonly prompts: number
  /** Where trials were stopped: how many runs were over, of how many. */
  readonly stopped?: { readonly done: number; readonly total: number } | undefined
  /** Where there are intervals. */
  readonly statistics?: StatisticsFacts | undefined
  readonly branches?: readonly NamedBranch[] | undefined
}

/** A branch and the words that were put there. */
interface NamedBranch extends Branch {
  readonly words: string
}

/** What a run gave: its texts by lane, and the branches that a person took from them. */
interface Given {
  readonly result: { readonly lanes: readonly { readonly samples: readonly unknown[] }[] }
  readonly branches: readonly (Branch & {
    readonly result: { readonly steps: readonly { text: string }[] }
  })[]
}

/** What a paragraph states of one run. */
export function factsOfRun(
  environment: Environment,
  request: Omit<RunFacts, 'texts'>,
  { result, branches }: Given,
): MethodsFacts {
  const texts = result.lanes.map(({ samples }) => samples.length)
  return {
    environment,
    runs: [{ ...request, texts }],
    prompts: 1,
    statistics: Math.max(...texts) > 1 ? { over: 'texts', isCompared: texts.length > 1 } : undefined,
    branches: branches.map((branch) => ({ ...branch, words: branchText(branch, branch.result.steps) })),
  }
}

/** The table that trials end in. */
interface MadeTable {
  readonly prompts: number
  readonly over: StatisticsFacts['over']
  readonly rows: readonly {
    readonly low?: number
    readonly against?: { readonly p: number | null }
  }[]
}

/** A run among trials: what it was asked for, and what it gave. */
export interface MadeTrial {
  readonly settings: RunSettings
  readonly result: RunResult
}

/** What a paragraph states of trials, and of the table they end in. */
export const factsOfTrials = (
  environment: Environment,
  trials: readonly MadeTrial[],
  { prompts, over, rows }: MadeTable,
  stopped?: MethodsFacts['stopped'],
): MethodsFacts => ({
  environment,
  runs: trials.map(({ settings, result }) => ({
    ...settings,
    prompt: result.prompt,
    model: result.model,
    lanes: result.lanes.map(({ lane }) => lane),
    seed: result.seed,
    texts: result.lanes.map(({ samples }) => samples.length),
  })),
  prompts,
  stopped,
  statistics: rows.some(({ low }) => low !== undefined)
    ? { over, isCompared: rows.some(({ against }) => typeof against?.p === 'number') }
    : undefined,
})
