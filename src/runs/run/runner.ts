import type { RunRequest } from '../request/request.ts'
import type { OnEvent } from './run.ts'

/** Loads the models a request names and runs it. */
export interface Runner {
  /**
   * Sends every event, `queued` and `loading` among them. A failure after `run-start` is thrown too: whoever
   * forwards the events sends `run-error`.
   * @param client who asks, for instance an address: the time there is is shared between those who ask
   * @throws UserError what is wrong with the request, `model-unreachable`, `memory-full`, `engine-lost`
   */
  start(request: RunRequest, onEvent: OnEvent, signal?: AbortSignal, client?: string): Promise<void>
  /** Resolves when nothing runs any more: then models can be released. */
  idle(): Promise<void>
}
