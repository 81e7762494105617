import { costTask } from './tasks/cost.ts'
import { inspectTask } from './tasks/inspect.ts'
import { labTask } from './tasks/lab.ts'
import { logitsTask } from './tasks/logits.ts'
import { matchTask } from './tasks/match.ts'
import { measureSetTask, measureTextTask } from './tasks/measure.ts'
import { scoreTask } from './tasks/score.ts'
import { tokensTask } from './tasks/tokens.ts'
import { vocabularyTask } from './tasks/vocabulary.ts'

/** Tasks on models: where the sessions are. */
export const modelTasks = {
  score: scoreTask,
  inspect: inspectTask,
  match: matchTask,
  tokens: tokensTask,
  cost: costTask,
  logits: logitsTask,
  vocabulary: vocabularyTask,
}

/** Tasks on numbers alone: in a thread of their own. */
export const computeTasks = { lab: labTask, measureText: measureTextTask, measureSet: measureSetTask }

type Answer<Task extends (...parameters: never[]) => unknown> = Awaited<ReturnType<Task>>

/** What each task answers. */
export type TaskResults = {
  readonly [Name in keyof typeof modelTasks]: Answer<(typeof modelTasks)[Name]>
} & { readonly [Name in keyof typeof computeTasks]: Answer<(typeof computeTasks)[Name]> }

export type TaskName = keyof TaskResults

export const isComputeTask = (name: TaskName): name is keyof typeof computeTasks => name in computeTasks
