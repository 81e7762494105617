import { Ranking } from './ranking.ts'

/** No token can be chosen: NaN or +Infinity came in, or nothing is left. A person reads `message`. */
export class DistributionError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DistributionError'
  }
}

/** Everything known per token id, shared by all cuts of the same scores. */
interface Scores {
  /** By token id; -Infinity outside the support. */
  readonly logits: Float64Array
  /** By token id: exp(logit - highest logit), in float64; 0 outside the support. */
  readonly weights: Float64Array
  readonly highest: number
  /** The support, ascending. */
  readonly ids: Int32Array
  readonly ranking: Ranking
  /** Sum of the weights of the whole support. */
  readonly total: number
}

/**
 * Next-token candidates, most likely first, ties by ascending token id, over the full vocabulary.
 *
 * The invariant is written here and only here: ranks 0..size-1 hold finite logits in descending order; probabilities
 * are `weight / mass`, a float64 softmax, and sum to 1. A distribution is immutable; a cut shares everything with what
 * it was cut from and costs O(kept). Ranking is lazy (see `Ranking`), so `id(rank)` may sort a little.
 */
export class Distribution {
  readonly size: number
  readonly #scores: Scores
  readonly #from: number
  /** Sum of the candidates' weights. */
  readonly #mass: number
  #entropy: number | undefined

  private constructor(scores: Scores, from: number, size: number, mass: number) {
    this.#scores = scores
    this.#from = from
    this.size = size
    this.#mass = mass
  }

  /**
   * The softmax of a row of logits by token id; -Infinity means "cannot be chosen". The input is copied.
   * @throws DistributionError on NaN, on +Infinity, and when every logit is -Infinity
   */
  static fromLogits(logits: ArrayLike<number>): Distribution {
    return Distribution.#whole(scoresOf(Float64Array.from(logits)))
  }

  static #whole(scores: Scores): Distribution {
    return new Distribution(scores, 0, scores.ids.length, scores.total)
  }

  get vocabularySize(): number {
    return this.#scores.logits.length
  }

  /** Token id at a rank counted from 0. */
  id(rank: number): number {
    return this.#scores.ranking.at(this.#from + rank)
  }

  /** Logit at a rank, as the last step left it. */
  logit(rank: number): number {
    return this.#scores.logits[this.id(rank)]!
  }

  probability(rank: number): number {
    return this.#scores.weights[this.id(rank)]! / this.#mass
  }

  includes(id: number): boolean {
    if (!(this.#scores.logits[id]! > -Infinity)) return false
    if (this.size === this.#scores.ids.length) return true
    return !this.#isBefore(id, this.id(0)) && !this.#isBefore(this.id(this.size - 1), id)
  }

  /** 0 for a token that cannot be chosen. */
  probabilityOf(id: number): number {
    return this.includes(id) ? this.#scores.weights[id]! / this.#mass : 0
  }

  /** Natural log of the probability; exact far into the tail, -Infinity for a token that cannot be chosen. */
  logProbabilityOf(id: number): number {
    if (!this.includes(id)) return -Infinity
    return this.#scores.logits[id]! - this.#scores.highest - Math.log(this.#mass)
  }

  /** -Infinity for a token that cannot be chosen. */
  logitOf(id: number): number {
    return this.includes(id) ? this.#scores.logits[id]! : -Infinity
  }

  /** Rank counted from 0 of a token of the support: one pass over the vocabulary, no sorting. */
  rankOf(id: number): number {
    let before = 0
    for (const other of this.#scores.ids) if (this.#isBefore(other, id)) before++
    return before - this.#from
  }

  /** Shannon entropy in nats; 0 ln 0 is 0. */
  entropy(): number {
    this.#entropy ??= this.#computeEntropy()
    return this.#entropy
  }

  #computeEntropy(): number {
    const { logits, weights, highest } = this.#scores
    let weighted = 0
    this.forEachId((id) => {
      const weight = weights[id]!
      if (weight > 0) weighted += weight * (logits[id]! - highest)
    })
    return Math.max(0, Math.log(this.#mass) - weighted / this.#mass)
  }

  /** Visits every candidate; by ascending id where nothing is cut (no sorting), else by rank. */
  forEachId(visit: (id: number) => void): void {
    if (this.size === this.#scores.ids.length) for (const id of this.#scores.ids) visit(id)
    else for (let rank = 0; rank < this.size; rank++) visit(this.id(rank))
  }

  /** The candidates of ranks `from` to `to` (exclusive), renormalised. */
  slice(from: number, to: number): Distribution {
    const end = Math.min(to, this.size)
    if (from === 0 && end === this.size) return this
    if (from >= end) throw new DistributionError('no token is left')
    let mass = 0
    for (let rank = from; rank < end; rank++) mass += this.#scores.weights[this.id(rank)]!
    if (!(mass > 0)) throw new DistributionError('every token that is left has probability 0')
    return new Distribution(this.#scores, this.#from + from, end - from, mass)
  }

  /** The `count` most likely candidates, renormalised. */
  head(count: number): Distribution {
    return this.slice(0, count)
  }

  /** The longest prefix of candidates for which `keep` holds; at least one stays. */
  headWhile(keep: (rank: number) => boolean): Distribution {
    let count = 1
    while (count < this.size && keep(count)) count++
    return this.head(count)
  }

  /** The candidates among `ids`, renormalised. */
  subset(ids: Iterable<number>): Distribution {
    const logits = new Float64Array(this.vocabularySize).fill(-Infinity)
    for (const id of ids) logits[id] = this.logitOf(id)
    return Distribution.#whole(scoresOf(logits))
  }

  /**
   * Candidates in the order of another key (descending, ties by ascending id), without changing this distribution.
   * @param key read once per candidate
   */
  rankedBy(key: (id: number) => number): Ranking {
    const keys = new Float64Array(this.vocabularySize)
    const ids = new Int32Array(this.size)
    let next = 0
    this.forEachId((id) => {
      ids[next++] = id
      keys[id] = key(id)
    })
    return new Ranking(keys, this.size === this.#scores.ids.length ? ids : ids.sort())
  }

  /** Every logit divided by `temperature` > 0: the same order, another shape. */
  withTemperature(temperature: number): Distribution {
    const { logits, highest, ranking } = this.#scores
    const scaled = new Float64Array(logits.length).fill(-Infinity)
    const weights = new Float64Array(logits.length)
    let mass = 0
    this.forEachId((id) => {
      scaled[id] = logits[id]! / temperature
      const weight = Math.exp((logits[id]! - highest) / temperature)
      weights[id] = weight
      mass += weight
    })
    if (this.size < this.#scores.ids.length) return Distribution.#whole(scoresOf(scaled))
    const scores = { logits: scaled, weights, highest: highest / temperature, ids: this.#scores.ids, ranking }
    return Distribution.#whole({ ...scores, total: mass })
  }

  /** Replaces the logits of some candidates and ranks anew; tokens that are not candidates stay out. */
  withLogits(changes: ReadonlyMap<number, number>): Distribution {
    const logits = new Float64Array(this.vocabularySize).fill(-Infinity)
    this.forEachId((id) => {
      logits[id] = this.#scores.logits[id]!
    })
    for (const [id, logit] of changes) if (logits[id]! > -Infinity) logits[id] = logit
    return Distribution.#whole(scoresOf(logits))
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#scores.logits[a]! - this.#scores.logits[b]!
    return difference > 0 || (difference === 0 && a < b)
  }
}

function scoresOf(logits: Float64Array): Scores {
  const ids = supportOf(logits)
  const weights = new Float64Array(logits.length)
  let highest = -Infinity
  for (let i = 0; i < ids.length; i++) {
    const logit = logits[ids[i]!]!
    if (logit > highest) highest = logit
  }
  let total = 0
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!
    const weight = Math.exp(logits[id]! - highest)
    weights[id] = weight
    total += weight
  }
  return { logits, weights, highest, ids, ranking: new Ranking(logits, ids), total }
}

/** Ids of the finite logits, ascending. */
function supportOf(logits: Float64Array): Int32Array {
  const ids = new Int32Array(logits.length)
  let count = 0
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id]!
    if (logit > -Infinity && logit < Infinity) ids[count++] = id
    else if (logit !== -Infinity) {
      throw new DistributionError(`expected finite logits or -Infinity, got ${logit} for token ${id}`)
    }
  }
  if (count === 0) throw new DistributionError('no token is left')
  return ids.subarray(0, count)
}
