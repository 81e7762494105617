import type { LanguageModel } from '../../decoding/model.ts'
import { Distribution } from '../../sampling/distribution.ts'
import { reaches } from '../../sampling/tolerance.ts'
import type { HumanToken } from './conformal.ts'
import { fiveDecimals } from './rounding.ts'

/** Temperatures tried when one is fitted. */
export const TEMPERATURES = [0.8, 0.9, 0.95, 0.975, 1, 1.025, 1.05, 1.1, 1.25]
export const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
const BINS = 10

/** Predictions whose confidence falls into one bin. */
export interface Bin {
  count: number
  /** Sum of the probabilities of the most likely tokens. */
  confidence: number
  /** How often the most likely token was the text's. */
  hits: number
}

/** Sums over the tokens of one window. */
export interface WindowSums {
  tokens: number
  /** Every token after the first: the distribution's entropy in nats, and the mass that ranks before it. */
  readonly seen: HumanToken[]
  /** By temperature: surprisal in nats, and reliability. */
  readonly temperatures: { nats: number; readonly bins: Bin[] }[]
  /** By p: how often the nucleus held the text's token, the nucleus's mass, its size. */
  readonly shares: { covered: number; mass: number; size: number }[]
}

/** What a model predicts for every token of a window after the first, against the token that follows. */
export async function measureWindow(model: LanguageModel, tokens: readonly number[]): Promise<WindowSums> {
  const sums: WindowSums = {
    tokens: 0,
    seen: [],
    temperatures: TEMPERATURES.map(() => ({
      nats: 0,
      bins: Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, hits: 0 })),
    })),
    shares: SHARES.map(() => ({ covered: 0, mass: 0, size: 0 })),
  }
  let position = 1
  for await (const { logits } of model.evaluate(tokens.slice(0, -1))) {
    const token = tokens[position]!
    const distribution = Distribution.fromLogits(logits)
    addPrediction(sums, distribution, token)
    addCoverage(sums, distribution, token)
    sums.seen.push(seenToken(distribution, token))
    distribution.recycle()
    sums.tokens++
    position++
  }
  return sums
}

function addPrediction({ temperatures }: WindowSums, distribution: Distribution, token: number): void {
  const best = distribution.id(0)
  for (const [index, temperature] of TEMPERATURES.entries()) {
    const tempered = distribution.withTemperature(temperature)
    const confidence = tempered.probability(0)
    const sums = temperatures[index]!
    sums.nats -= tempered.logProbabilityOf(token)
    tempered.recycle()
    const bin = sums.bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]!
    bin.count++
    bin.confidence += confidence
    if (best === token) bin.hits++
  }
}

function seenToken(distribution: Distribution, token: number): HumanToken {
  const rank = distribution.rankOf(token)
  let before = 0
  for (let one = 0; one < rank; one++) before += distribution.probability(one)
  return { entropy: fiveDecimals(distribution.entropy()), before }
}

/** A token is in the nucleus of p exactly if what ranks before it does not reach p. */
function addCoverage({ shares }: WindowSums, distribution: Distribution, token: number): void {
  const rankOfToken = distribution.rankOf(token)
  let mass = 0
  let rank = 0
  for (const [index, p] of SHARES.entries()) {
    while (rank < distribution.size && !reaches(mass, p)) mass += distribution.probability(rank++)
    const share = shares[index]!
    if (rankOfToken < rank) share.covered++
    share.mass += mass
    share.size += rank
  }
}
