import type { CompletionRequest } from './completion-request.ts'
import { logprobsOf } from './logprobs.ts'
import type { ReplyShape } from './reply-shape.ts'
import type { SamplePiece } from './samples.ts'

/** A text as `/v1/completions` gives it, whole or a stretch at a time. */
const choiceOf = ({ index, text, steps, finish, stopSequence }: SamplePiece, request: CompletionRequest) => ({
  index,
  text,
  logprobs: request.logprobs ? logprobsOf(steps, request.logprobs) : null,
  finish_reason: finish,
  ...(stopSequence !== null && { stop_reason: stopSequence }),
  ...(request.returnsTokenIds && { token_ids: steps.map(({ step }) => step.token) }),
})

export const completionShape: ReplyShape = {
  prefix: 'cmpl',
  object: 'text_completion',
  chunkObject: 'text_completion',
  choice: choiceOf,
  chunk: choiceOf,
}
