import type { StepRecord } from '../../runs/run/events.ts'
import type { Piece } from './completion-text.ts'

/** OpenAI's lists, one entry a token. Log-probabilities are the model's own, before temperature and top_p. */
export interface Logprobs {
  tokens: string[]
  token_logprobs: number[]
  /** By text; where two tokens have the same text, the likelier one stands. */
  top_logprobs: Record<string, number>[]
  /** Characters before the token, counted from the start of the completion (UTF-16 units). */
  text_offset: number[]
}

/** @param count candidates listed besides the chosen token */
export function logprobsOf(steps: Piece['steps'], count: number): Logprobs {
  return {
    tokens: steps.map(({ step }) => nameOf(step)),
    token_logprobs: steps.map(({ step }) => step.logprob),
    top_logprobs: steps.map(({ step }) => topOf(step, count)),
    text_offset: steps.map(({ offset }) => offset),
  }
}

/** A token's text; one that holds part of a character is written as its bytes, as OpenAI does. */
const nameOf = ({ text, bytes }: StepRecord): string =>
  bytes === undefined
    ? text
    : `bytes:${bytes
        .split(' ')
        .map((byte) => `\\x${byte}`)
        .join('')}`

function topOf(step: StepRecord, count: number): Record<string, number> {
  const top: Record<string, number> = {}
  for (const { text, raw } of (step.candidates ?? []).slice(0, count)) {
    if (!Object.hasOwn(top, text)) top[text] = Math.log(raw)
  }
  const name = nameOf(step)
  if (!Object.hasOwn(top, name)) top[name] = step.logprob
  return top
}
