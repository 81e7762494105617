/** One text, and what was recorded while it was made or scored. */
export interface TextRecord {
  /** The continuation's token ids, without the prompt. */
  readonly tokens: readonly number[]
  /**
   * Whether the last token is an end-of-text token. It then counts as a step (perplexity, entropy) but not as
   * text: metrics that count tokens drop it. Absent where nobody knows how the text ended.
   */
  readonly endOfText?: boolean
  /** The tokens as text, special ones left out. */
  readonly text?: string
  /** Natural log of each token's probability under the model, before any strategy; one a token. */
  readonly logprobs?: readonly number[]
  /** The same under the tempered softmax, before truncation. */
  readonly temperedLogprobs?: readonly number[]
  /** Entropy of the model's distribution at each step, in nats. */
  readonly entropies?: readonly number[]
  /** Tokens each step's strategy left to choose from. */
  readonly kept?: readonly number[]
}

/**
 * The description of a metric. None names a better direction: distance to human text is the
 * judge.
 */
export interface MetricDescription {
  /** Kebab-case and stable; the same id at both levels is the same measure of a text and of a set. */
  readonly id: string
  readonly title: string
  /** One or two sentences: what it measures; where they are in plain words, the rule behind `EXACTLY`. */
  readonly summary: string
  readonly unit?: string
  /** Paper and section, or the code it follows. */
  readonly source: string
  /** Which part of a record it reads; where that is absent the value is null. */
  readonly needs: 'tokens' | 'text' | 'steps' | 'ending'
  /** How to plot it; a bound is given where the metric has one. */
  readonly scale: { readonly kind: 'linear' | 'log'; readonly min?: number; readonly max?: number }
}

/** A judgement of one text. null where it is undefined (too few tokens, nothing recorded), never NaN. */
export interface TextMetric extends MetricDescription {
  readonly compute: (record: TextRecord) => number | null
}

/** A judgement of a set of texts. null where it is undefined, never NaN. */
export interface SetMetric extends MetricDescription {
  readonly compute: (records: readonly TextRecord[]) => number | null
}

/** Values by metric id. */
export type Measures = Readonly<Record<string, number | null>>

/** The scale of a share. */
export const share = { kind: 'linear', min: 0, max: 1 } as const

/**
 * The tokens that are text: all but a final end-of-text token. (The paper's code drops it for repetition
 * only; here a metric should not depend on whether a text reached its end.)
 */
export function textOf({ tokens, endOfText }: TextRecord): readonly number[] {
  return endOfText ? tokens.slice(0, -1) : tokens
}
