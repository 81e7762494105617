/** What a trace lists of one step for those who ask; natural logs. */

/** What to list of every step. */
export interface DetailRequest {
  /** How many of the most likely tokens. */
  readonly top: number
  /** Whether the distribution after the chain is listed beside the model's own. */
  readonly processed: boolean
  /** Tokens to look up at every step, by id. */
  readonly tokens: readonly number[]
  /** The distribution to list whole: the model's own (`raw`) or what the chain left (`processed`). */
  readonly distribution?: 'raw' | 'processed' | undefined
}

export interface TokenLogprob {
  readonly id: number
  readonly logprob: number
}

/**
 * A token that was asked for. Ranks count from 1; after the chain a removed token has -Infinity and no rank.
 */
export interface LookedUpToken extends TokenLogprob {
  readonly rank: number | null
  readonly processed?: TokenLogprob['logprob']
  readonly processedRank?: number | null
}

export interface StepDetail {
  /** The model's most likely tokens, most likely first. */
  readonly top: readonly TokenLogprob[]
  /** The chosen token after the chain, before the search picks, and the most likely ones there. */
  readonly processed?: { readonly logprob: number; readonly top: readonly TokenLogprob[] }
  readonly tokens?: readonly LookedUpToken[]
  /** Log-probabilities by token id; -Infinity for what cannot be chosen. */
  readonly distribution?: Float32Array
}
