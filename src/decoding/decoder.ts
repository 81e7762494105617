import type { Child, Row } from './model.ts'
import type { StepDetail } from './step-detail.ts'

/** Why a lane's sample ended. `error` is about this lane only; the others carry on. */
export type StopReason = 'end-of-text' | 'stop-text' | 'length' | 'context' | 'stopped' | 'error'

/** One candidate of a step, for those who ask for the trace's head. */
export interface TraceCandidate {
  readonly id: number
  /** Probability under the model. */
  readonly raw: number
  /** Probability after the whole chain; 0 when removed. */
  readonly probability: number
  /** Notation of the step that removed it. */
  readonly removedBy?: string
}

/** How much one step of the chain left. */
interface TraceStage {
  /** Notation of the step. */
  readonly step: string
  readonly kept: number
  /** Model probability of what is left. */
  readonly mass: number
}

/** The end of a text that a search took back. */
export interface RewoundTail {
  readonly tokens: readonly number[]
  /** What the search takes back, as it was found. */
  readonly match: string
}

/** What was recorded when a token was chosen. Natural logs, nats; ranks count from 1. */
export interface StepTrace {
  readonly token: number
  /** Natural log of the token's probability under the model, before the chain. */
  readonly logprob: number
  /** Rank under the model, 1 = most likely. */
  readonly rank: number
  /** Entropy of the model's distribution, in nats. */
  readonly entropy: number
  /** Tokens the chain left. */
  readonly kept: number
  /** Their probability under the model. */
  readonly keptMass: number
  /** Tokens in the nucleus of 0.9 of the model's own distribution, whatever the chain kept; on request. */
  readonly nucleus?: number
  /** The uniform number this token was drawn with; null where nothing was drawn. */
  readonly u: number | null
  /** The most likely tokens under the model, kept or not; on request. */
  readonly candidates?: readonly TraceCandidate[]
  /** What each step of the chain left; on request. */
  readonly stages?: readonly TraceStage[]
  /** Tokens that were taken back in this place, oldest first. */
  readonly rewound?: readonly RewoundTail[]
  /** Log-probabilities of other tokens, on request. */
  readonly detail?: StepDetail
}

/**
 * What a decoder answers: the text so far and how to go on. Children may go back behind tokens of the text
 * (see `Child.dropped`). Forgetting to stop cannot be expressed.
 */
export type DecoderOutput = Hypothesis &
  ({ readonly children: readonly Child[] } | { readonly stop: StopReason; readonly message?: string })

/** The text that a decoder has at the moment. `steps` has one entry a token. */
interface Hypothesis {
  readonly tokens: readonly number[]
  readonly steps: readonly StepTrace[]
  /** A search's own record (a beam's tree), for those who ask for the trace. */
  readonly search?: unknown
}

/**
 * A lane's sample at work: rows in, children or a stop reason out. It starts with one row (the prompt's);
 * afterwards it gets the rows of the children it asked for, in that order. Child.parent indexes the rows it
 * was given. The decoder owns termination, not the engine.
 */
export type Decoder = (rows: readonly Row[]) => DecoderOutput

/** When a sample must end. */
export interface Limits {
  readonly maxTokens: number
  /** Room left in the model's context after the prompt. */
  readonly room: number
  readonly endOfText: readonly number[]
  /** Whether a text ends with its last token, for what its tokens spell. */
  readonly isEnded?: ((tokens: readonly number[]) => boolean) | undefined
}

/** The stop reason of a text of at least one token, or undefined to go on. */
export function stopAfter(tokens: readonly number[], limits: Limits): StopReason | undefined {
  if (limits.endOfText.includes(tokens.at(-1)!)) return 'end-of-text'
  if (limits.isEnded?.(tokens)) return 'stop-text'
  if (tokens.length >= limits.maxTokens) return 'length'
  if (tokens.length >= limits.room) return 'context'
  return undefined
}
