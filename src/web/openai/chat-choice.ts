import type { DetailRecord } from '../../runs/run/events.ts'
import { bytesIn } from './byte-names.ts'
import type { CompletionRequest } from './completion-request.ts'
import type { ReplyShape } from './reply-shape.ts'
import type { SamplePiece } from './samples.ts'

/** A token as chats list it: its text, and its bytes. */
interface ChatLogprob {
  readonly token: string
  readonly logprob: number
  /** Null for a special token, which adds no text. */
  readonly bytes: readonly number[] | null
}

const utf8 = new TextEncoder()

function chatLogprob(
  { text, bytes }: { readonly text: string; readonly bytes?: string },
  logprob: number,
  isSpecial = false,
): ChatLogprob {
  const own = (bytes === undefined ? undefined : bytesIn(bytes)) ?? [...utf8.encode(text)]
  return { token: text, logprob, bytes: isSpecial ? null : own }
}

function contentOf({ steps }: SamplePiece, { logprobs }: CompletionRequest) {
  if (!logprobs) return null
  const isProcessed = logprobs.mode === 'processed'
  const content = steps.map(({ step }) => {
    const detail = step.detail as DetailRecord
    const listed = isProcessed ? detail.processed! : { logprob: step.logprob!, top: detail.top }
    const top = listed.top.slice(0, logprobs.top).map((one) => chatLogprob(one, one.logprob))
    const own = chatLogprob(detail.own, listed.logprob, step.name !== undefined)
    return { ...own, top_logprobs: top }
  })
  return { content, refusal: null }
}

const ending = (piece: SamplePiece, request: CompletionRequest) => ({
  logprobs: contentOf(piece, request),
  finish_reason: piece.finish,
  ...(piece.stopSequence !== null && { stop_reason: piece.stopSequence }),
  ...(request.returnsTokenIds && { token_ids: piece.steps.map(({ step }) => step.token) }),
})

export const chatShape: ReplyShape = {
  prefix: 'chatcmpl',
  object: 'chat.completion',
  chunkObject: 'chat.completion.chunk',
  choice: (text, request) => ({
    index: text.index,
    message: { role: 'assistant', content: text.text, refusal: null },
    ...ending(text, request),
  }),
  chunk: (piece, request, isFirst) => ({
    index: piece.index,
    delta: { ...(isFirst && { role: 'assistant' }), content: piece.text },
    ...ending(piece, request),
  }),
}
