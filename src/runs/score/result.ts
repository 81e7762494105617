import type { Metrics } from '../run/events.ts'
import type { ScoredToken } from './judge.ts'
import type { WindowFacts } from './windows.ts'

export interface ScoreTotals {
  readonly tokens: number
  readonly bytes: number
  /** How many of the tokens are special ones, such as an end of text: they count, and have no bytes. */
  readonly specialTokens: number
  /** exp(-mean logprob); null of no token. */
  readonly perplexity: number | null
  /**
   * Bits the model needs for a byte of the text, those for its special tokens included; null where it has no
   * byte.
   */
  readonly bitsPerByte: number | null
  /** Share of the tokens the chain would have kept; null of no token. */
  readonly coverage: number | null
}

/** The reply of the API and of `score --json`. */
export interface ScoreResult {
  readonly model: string
  readonly lane: string
  readonly seed: number
  readonly reading: WindowFacts
  readonly tokens: readonly ScoredToken[]
  readonly totals: ScoreTotals
  /** What the same text would measure had a lane written it; natural logs and nats. */
  readonly metrics: Metrics
}
