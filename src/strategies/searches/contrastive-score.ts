/** A hidden state of length 1, or all zeros; a copy, since rows live only until their batch is extended. */
export type Direction = Float64Array

/** A candidate of one step of contrastive search, judged. */
export interface ContrastiveChoice {
  readonly token: number
  /** After the chain. */
  readonly probability: number
  /** Largest cosine of its hidden state with those of the context, -1 to 1. */
  readonly similarity: number
  readonly score: number
}

/** The record of a contrastive search: `DecoderOutput.search` of a lane with a trace. */
export interface ContrastiveRecord {
  readonly kind: 'contrastive'
  /** One entry a token: its candidates by descending probability. */
  readonly steps: readonly (readonly ContrastiveChoice[])[]
}

export function directionOf(hidden: ArrayLike<number>): Direction {
  let squares = 0
  for (let i = 0; i < hidden.length; i++) squares += hidden[i]! * hidden[i]!
  const norm = Math.sqrt(squares) || 1
  return Float64Array.from(hidden, (value) => value / norm)
}

/**
 * (1 - alpha) * P(v) - alpha * max over x of cos(h_v, h_x). Su et al. 2022 (arXiv 2202.06417), equation 5.
 * @param probability P(v) after the chain
 * @param direction of v's hidden state, after a forward with v appended
 * @param context directions of all tokens so far, the prompt's among them; at least one
 */
export function scoreCandidate(
  token: number,
  probability: number,
  direction: Direction,
  context: readonly Direction[],
  alpha: number,
): ContrastiveChoice {
  let similarity = -Infinity
  for (const other of context) similarity = Math.max(similarity, dot(direction, other))
  return { token, probability, similarity, score: (1 - alpha) * probability - alpha * similarity }
}

function dot(a: Direction, b: Direction): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
