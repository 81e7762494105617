import { randomUUID } from 'node:crypto'
import { UserError } from '../../errors.ts'
import type { RunEvent } from '../../runs/run/events.ts'
import type { CompletionRequest } from './completion-request.ts'
import { type CompletionText, createCompletionText, type Piece } from './completion-text.ts'
import { type Logprobs, logprobsOf } from './logprobs.ts'
import { STOP_FOUND } from './stop-found.ts'

/** A stretch of one sample, in OpenAI's shape; the last one says why it ended. */
export interface Choice {
  index: number
  text: string
  logprobs: Logprobs | null
  finish_reason: 'stop' | 'length' | null
}

/** A run followed as a completion. */
export interface Completion {
  readonly onEvent: (event: RunEvent) => void
  /** Aborts when every sample has met a stop sequence: nothing more is wanted. */
  readonly signal: AbortSignal
  /** What every reply and chunk says besides its choices. */
  envelope(): object
  usage(): object
}

/** @param onChoice told each sample's text as it comes, each stretch once */
export function followCompletion(
  { run, stops, logprobs }: CompletionRequest,
  defaultModel: string,
  onChoice: (choice: Choice, envelope: object) => void,
): Completion {
  const texts = Array.from({ length: run.samples }, () => createCompletionText(stops))
  const done = new AbortController()
  const created = Math.floor(Date.now() / 1000)
  const frame = { id: `cmpl-${randomUUID()}`, object: 'text_completion', created }
  let promptTokens = 0
  let model = run.model ?? defaultModel
  const envelope = () => ({ ...frame, model, seed: run.seed })

  const tell = (index: number, { text, steps }: Piece, finish: CompletionText['finish']) => {
    if (text === '' && steps.length === 0 && finish === undefined) return
    const listed = logprobs === undefined ? null : logprobsOf(steps, logprobs)
    onChoice({ index, text, logprobs: listed, finish_reason: finish ?? null }, envelope())
  }
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'run-error') throw new UserError(event.error.code, event.error.message)
    if (event.type === 'run-start') {
      model = event.model
      promptTokens = event.promptTokens.length
    }
    if (event.type !== 'lane-delta' && event.type !== 'lane-end') return
    const one = texts[event.sample]!
    if (one.finish !== undefined) return
    if (event.type === 'lane-end' && event.stop === 'error') {
      throw new UserError('bad-request', event.message ?? 'The text could not be continued.')
    }
    const piece = event.type === 'lane-delta' ? one.take(event) : one.end(event.stop)
    tell(event.sample, piece, one.finish)
    if (texts.every(({ finish }) => finish !== undefined)) done.abort(STOP_FOUND)
  }
  return {
    onEvent,
    signal: done.signal,
    envelope,
    usage() {
      const tokens = texts.reduce((sum, one) => sum + one.tokens, 0)
      return {
        prompt_tokens: promptTokens,
        completion_tokens: tokens,
        total_tokens: promptTokens + tokens,
      }
    },
  }
}

/** Puts the stretches of each choice together, in order. */
export function createChoices() {
  const choices: Choice[] = []
  return {
    add(piece: Choice): void {
      const whole = choices[piece.index]
      if (!whole) {
        choices[piece.index] = piece
        return
      }
      whole.text += piece.text
      whole.finish_reason = piece.finish_reason
      if (!whole.logprobs || !piece.logprobs) return
      whole.logprobs.tokens.push(...piece.logprobs.tokens)
      whole.logprobs.token_logprobs.push(...piece.logprobs.token_logprobs)
      whole.logprobs.top_logprobs.push(...piece.logprobs.top_logprobs)
      whole.logprobs.text_offset.push(...piece.logprobs.text_offset)
    },
    all: (): readonly Choice[] => choices,
  }
}
