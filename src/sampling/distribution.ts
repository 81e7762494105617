import { idsBelow, Ranking } from './ranking.ts'
import { isRowOf, type Softmax, softmax, weightsOf } from './softmax/softmax.ts'
import { giveBack, takeArray } from './spare-arrays.ts'

/**
 * No token can be chosen: NaN or +Infinity came in, or nothing is left. `message` is a clause, for a
 * sentence.
 */
export class DistributionError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DistributionError'
  }

  /** As a sentence. @param token the place of the one that could not be chosen, from 1 */
  at(token: number): string {
    return `At token ${token}: ${this.message}.`
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
  /** Sum of weight * (logit - highest) over the whole support, in the order of `ids`, where it is known. */
  readonly weighted: number | undefined
  /** The softmax they came out of, where it was computed in one. */
  readonly softmax?: Softmax
  /** Distributions made of them that have not ended, those cut from one counted with it. */
  holders: number
}

/** A distribution and all that were cut from it end together. */
interface Life {
  isOver: boolean
}

/**
 * Next-token candidates, most likely first, ties by ascending token id, over the full vocabulary.
 *
 * The invariant is written here and only here: ranks 0..size-1 hold finite logits in descending order;
 * probabilities are `weight / mass`, a float64 softmax, and sum to 1. A distribution is immutable; a cut
 * shares everything with what it was cut from and costs O(kept). Ranking is lazy (see `Ranking`), so
 * `id(rank)` may sort a little.
 */
export class Distribution {
  readonly size: number
  readonly #scores: Scores
  readonly #life: Life
  readonly #from: number
  /** Sum of the candidates' weights. */
  readonly #mass: number
  readonly #logMass: number
  #entropy: number | undefined

  private constructor(scores: Scores, life: Life, from: number, size: number, mass: number) {
    this.#scores = scores
    this.#life = life
    this.#from = from
    this.size = size
    this.#mass = mass
    this.#logMass = Math.log(mass)
  }

  /**
   * The softmax of a row of logits by token id; -Infinity means "cannot be chosen". The input is copied. Of
   * the same row again, as after a prompt that all lanes go on from, nothing is computed twice.
   * @throws DistributionError on NaN, on +Infinity, and when every logit is -Infinity
   */
  static fromLogits(logits: ArrayLike<number>): Distribution {
    if (latest && isSame(latest, logits)) return Distribution.#whole(latest)
    const scores = scoresOf(takeArray(logits.length), logits)
    if (latest) letGo(latest)
    scores.holders++
    latest = scores
    return Distribution.#whole(scores)
  }

  /**
   * Ends this distribution and all that were cut from it: their arrays go to the distributions made next. For
   * whoever makes one a step and keeps none, so that no step leaves garbage of the vocabulary's size.
   */
  recycle(): void {
    if (this.#life.isOver) return
    this.#life.isOver = true
    letGo(this.#scores)
  }

  static #whole(scores: Scores): Distribution {
    scores.holders++
    return new Distribution(scores, { isOver: false }, 0, scores.ids.length, scores.total)
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

  /**
   * Natural log of the probability at a rank; exact far into the tail, where `probability` underflows to 0.
   */
  logProbability(rank: number): number {
    return this.logit(rank) - this.#scores.highest - this.#logMass
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
    return this.#scores.logits[id]! - this.#scores.highest - this.#logMass
  }

  /** -Infinity for a token that cannot be chosen. */
  logitOf(id: number): number {
    return this.includes(id) ? this.#scores.logits[id]! : -Infinity
  }

  /** Rank counted from 0 of a token of the support: at most one pass over the vocabulary, no sorting. */
  rankOf(id: number): number {
    const { ids, logits, ranking } = this.#scores
    const known = ranking.rankOf(id)
    if (known !== undefined) return known - this.#from
    const logit = logits[id]!
    let before = 0
    for (let i = 0; i < ids.length; i++) {
      const other = logits[ids[i]!]!
      if (other > logit || (other === logit && ids[i]! < id)) before++
    }
    return before - this.#from
  }

  /** Shannon entropy in nats; 0 ln 0 is 0. */
  entropy(): number {
    this.#entropy ??= this.#computeEntropy()
    return this.#entropy
  }

  #computeEntropy(): number {
    const { logits, weights, highest, total, weighted: all } = this.#scores
    if (all !== undefined && this.size === this.#scores.ids.length) {
      return Math.max(0, Math.log(total) - all / total)
    }
    const ids = this.#ids()
    let weighted = 0
    for (let i = 0; i < ids.length; i++) {
      const weight = weights[ids[i]!]!
      if (weight > 0) weighted += weight * (logits[ids[i]!]! - highest)
    }
    return Math.max(0, Math.log(this.#mass) - weighted / this.#mass)
  }

  /** Sum of a term over the candidates, in no particular order (no sorting). */
  sumOver(term: (probability: number, logit: number) => number): number {
    const { logits, weights } = this.#scores
    const ids = this.#ids()
    let sum = 0
    for (let i = 0; i < ids.length; i++) sum += term(weights[ids[i]!]! / this.#mass, logits[ids[i]!]!)
    return sum
  }

  /** The probability this distribution gives to the candidates of another one. */
  massOf(other: Distribution): number {
    if (other.size === this.size) return 1
    const { weights } = this.#scores
    const ids = other.#ids()
    let mass = 0
    for (let i = 0; i < ids.length; i++) if (this.includes(ids[i]!)) mass += weights[ids[i]!]!
    return Math.min(1, mass / this.#mass)
  }

  /** Every candidate as a view: by ascending id where nothing is cut (no sorting), else by rank. */
  #ids(): Int32Array {
    const { ids, ranking } = this.#scores
    return this.size === ids.length ? ids : ranking.range(this.#from, this.#from + this.size)
  }

  /** Visits every candidate; by ascending id where nothing is cut (no sorting), else by rank. */
  forEachId(visit: (id: number) => void): void {
    for (const id of this.#ids()) visit(id)
  }

  /** The candidates of ranks `from` to `to` (exclusive), renormalised. */
  slice(from: number, to: number): Distribution {
    const end = Math.min(to, this.size)
    if (from === 0 && end === this.size) return this
    if (from >= end) throw new DistributionError('no token is left')
    let mass = 0
    for (let rank = from; rank < end; rank++) mass += this.#scores.weights[this.id(rank)]!
    if (!(mass > 0)) throw new DistributionError('every token that is left has probability 0')
    return new Distribution(this.#scores, this.#life, this.#from + from, end - from, mass)
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
   * Candidates in the order of another key (descending, ties by ascending id), without changing this
   * distribution.
   * @param key read once per candidate
   */
  rankedBy(key: (id: number) => number): Ranking {
    const keys = new Float64Array(this.vocabularySize)
    const ids = this.#ids()
    for (const id of ids) keys[id] = key(id)
    return new Ranking(keys, this.size === this.#scores.ids.length ? ids : ids.slice().sort())
  }

  /**
   * Every logit divided by `temperature` > 0: the same order, another shape. A temperature so small that the
   * logits overflow is the limit 0: the most likely token, and what ties with it, is left.
   */
  withTemperature(temperature: number): Distribution {
    const { logits, highest, ranking, ids } = this.#scores
    if (this.size < ids.length) return this.#partWithTemperature(temperature)
    const isWhole = ids.length === logits.length
    const scaled = takeArray(logits.length)
    const weights = takeArray(logits.length)
    const below = takeArray(logits.length)
    if (!isWhole) {
      scaled.fill(-Infinity)
      weights.fill(0)
    }
    let largest = 0
    for (let i = 0; i < ids.length; i++) {
      const id = isWhole ? i : ids[i]!
      const logit = logits[id]! / temperature
      largest = Math.max(largest, Math.abs(logit))
      scaled[id] = logit
      below[id] = (logits[id]! - highest) / temperature
    }
    let total = isWhole ? weightsOf(below, weights) : undefined
    if (total === undefined) {
      total = 0
      for (let i = 0; i < ids.length; i++) total += weights[ids[i]!] = Math.exp(below[ids[i]!]!)
    }
    giveBack(below)
    if (largest === Infinity) return this.headWhile((rank) => this.logit(rank) === this.logit(0))
    return Distribution.#whole({
      logits: scaled,
      weights,
      highest: highest / temperature,
      ids,
      ranking,
      total,
      weighted: undefined,
      holders: 0,
    })
  }

  #partWithTemperature(temperature: number): Distribution {
    const { logits } = this.#scores
    const scaled = takeArray(logits.length).fill(-Infinity)
    let largest = 0
    for (const id of this.#ids()) {
      scaled[id] = logits[id]! / temperature
      largest = Math.max(largest, Math.abs(scaled[id]))
    }
    if (largest === Infinity) return this.headWhile((rank) => this.logit(rank) === this.logit(0))
    return Distribution.#whole(scoresOf(scaled))
  }

  /** Replaces the logits of some candidates and ranks anew; tokens that are not candidates stay out. */
  withLogits(changes: ReadonlyMap<number, number>): Distribution {
    const logits = this.#ownLogits()
    for (const [id, logit] of changes) if (logits[id]! > -Infinity) logits[id] = logit
    return Distribution.#whole(scoresOf(logits))
  }

  /** A copy of the logits by token id, -Infinity for what is no candidate. */
  #ownLogits(): Float64Array {
    const { logits } = this.#scores
    if (this.size === this.#scores.ids.length) return logits.slice()
    const own = new Float64Array(logits.length).fill(-Infinity)
    for (const id of this.#ids()) own[id] = logits[id]!
    return own
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#scores.logits[a]! - this.#scores.logits[b]!
    return difference > 0 || (difference === 0 && a < b)
  }
}

/** Of the row that came last: it holds them as well. */
let latest: Scores | undefined

function letGo(scores: Scores): void {
  if (--scores.holders > 0) return
  giveBack(scores.logits)
  giveBack(scores.weights)
}

/** Rows that differ mostly do so from the first number on. */
function isSame({ logits: known, softmax }: Scores, logits: ArrayLike<number>): boolean {
  if (known.length !== logits.length || known[0] !== logits[0]) return false
  const isRow = softmax && logits instanceof Float32Array ? isRowOf(softmax, logits) : undefined
  if (isRow !== undefined) return isRow
  for (let id = 0; id < known.length; id++) if (known[id] !== logits[id]) return false
  return true
}

/** @param row the same logits, where they have yet to be copied to `logits` */
function scoresOf(logits: Float64Array, row: ArrayLike<number> = logits): Scores {
  const weights = takeArray(logits.length)
  const isWide = !(row instanceof Float32Array)
  if (isWide && row !== logits) logits.set(row)
  const known = softmax(logits, weights, isWide ? logits : row)
  if (known) {
    const { highest, total, weighted } = known
    const ids = idsBelow(logits.length)
    const ranking = new Ranking(logits, ids, known)
    return { logits, weights, highest, ids, ranking, total, weighted, softmax: known, holders: 0 }
  }
  if (!isWide) logits.set(row)
  const support = supportOf(logits)
  const { ids, highest } = support
  weights.fill(0)
  let total = 0
  let weighted = 0
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!
    const below = logits[id]! - highest
    const weight = Math.exp(below)
    weights[id] = weight
    total += weight
    if (weight > 0) weighted += weight * below
  }
  const ranking = new Ranking(logits, ids, support)
  return { logits, weights, highest, ids, ranking, total, weighted, holders: 0 }
}

/** Ids of the finite logits, ascending, with their extremes and the first id of the highest. */
function supportOf(logits: Float64Array) {
  let count = 0
  let highest = -Infinity
  let lowest = Infinity
  let first = -1
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id]!
    if (logit > -Infinity && logit < Infinity) {
      count++
      if (logit > highest) {
        highest = logit
        first = id
      }
      if (logit < lowest) lowest = logit
    } else if (logit !== -Infinity) {
      throw new DistributionError(`expected finite logits or -Infinity, got ${logit} for token ${id}`)
    }
  }
  if (count === 0) throw new DistributionError('no token is left')
  if (count === logits.length) return { ids: idsBelow(count), highest, lowest, first }
  const ids = new Int32Array(count)
  for (let id = 0, next = 0; id < logits.length; id++) if (logits[id]! > -Infinity) ids[next++] = id
  return { ids, highest, lowest, first }
}
