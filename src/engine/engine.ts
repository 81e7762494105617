import type { RunRequest } from '../runs/request/request.ts'
import type { OnEvent } from '../runs/run/run.ts'
import type { Runner } from '../runs/run/runner.ts'
import type { EngineStats } from './stats.ts'
import type { TaskFacts } from './task-facts.ts'
import type { TaskName, TaskResults } from './tasks.ts'

/** For whom something is done, and until when. */
export interface AskOptions {
  readonly signal?: AbortSignal | undefined
  /** Who asks, for instance an address: the time there is is shared between those who ask. */
  readonly client?: string | undefined
  /** Receives what the task was done with, before its result. */
  readonly onFacts?: ((facts: TaskFacts) => void) | undefined
}

/** Everything that computes: runs, and the tasks of `tasks.ts`. */
export interface Engine extends Runner {
  /**
   * As `start`, and the finished run as JSON, which is written where the run is made; of the events only
   * those about its progress: `queued`, `loading`, `run-start`, `run-end`.
   * @returns undefined where the run was given up before it began
   */
  runJson(
    request: RunRequest,
    onEvent: OnEvent,
    signal?: AbortSignal,
    client?: string,
  ): Promise<Uint8Array | undefined>
  /**
   * Does a task.
   * @param input as it came, unchecked
   * @throws UserError what is wrong with the input, `too-much-work`, `memory-full`; the signal's reason when
   * aborted
   */
  ask<Name extends TaskName>(name: Name, input: unknown, options?: AskOptions): Promise<TaskResults[Name]>
  /** The same, as the JSON of the reply, which is written where the task is done. */
  askJson(name: TaskName, input: unknown, options?: AskOptions): Promise<Uint8Array>
  stats(): EngineStats
  /** Ends what it has started: its process, its thread. Runs that are going on end with an error. */
  close(): Promise<void>
}
