import { UserError } from '../../../errors.ts'
import { runLab } from '../../../runs/lab/lab.ts'
import type { OwnAnswer } from './ask-worker.ts'

/** The lab in a worker of the browser: where a person's own step is computed, by the server's own code. */

interface Scope {
  onmessage: ((event: { readonly data: unknown }) => void) | null
  postMessage(answer: OwnAnswer): void
}
const scope = globalThis as unknown as Scope

scope.onmessage = ({ data }) => scope.postMessage(answerTo(data))

function answerTo(body: unknown): OwnAnswer {
  try {
    return { result: runLab(body) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { error: { message: error.message, ...(error.field !== undefined && { field: error.field }) } }
  }
}
