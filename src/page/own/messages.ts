import type { Inspection } from '../../runs/inspect/inspect.ts'
import type { LabResult } from '../../runs/lab/lab.ts'
import type { RunEvent, RunProblem } from '../../runs/run/events.ts'

/** Messages between the page and the worker of a person's own step. */

/** A prompt as the server has put it into tokens. */
export interface ReadPrompt {
  readonly promptTokens: readonly number[]
  /** The prompt's last token, where token healing took it back. */
  readonly takenBack?: number | undefined
  /** What follows the prompt already. */
  readonly prefix: readonly number[]
}

/** The body of `POST /api/runs` or `/api/inspect`, whose lanes name no models of their own. */
interface ModelTask extends ReadPrompt {
  readonly model: string
  readonly body: object
}

/** What the worker does; events only of a run. */
export interface OwnTasks {
  readonly lab: { readonly input: object; readonly result: LabResult }
  readonly run: { readonly input: ModelTask; readonly result: undefined }
  readonly inspect: { readonly input: ModelTask; readonly result: Inspection }
}

export type OwnTask = keyof OwnTasks

/** What the worker has to ask the server; the page does it, and nothing else. */
export type Asked = '/api/logits' | '/api/vocabulary'

export type ToWorker =
  | { readonly kind: 'do'; readonly id: number; readonly task: OwnTask; readonly input: object }
  | { readonly kind: 'stop'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly reply: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly problem: RunProblem }

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ask'; readonly id: number; readonly path: Asked; readonly body: object }
  | { readonly kind: 'event'; readonly id: number; readonly event: RunEvent }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: RunProblem }
