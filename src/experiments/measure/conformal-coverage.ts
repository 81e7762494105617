import type { LanguageModel } from '../../decoding/model.ts'
import { walkTexts } from '../../runs/match/read-text.ts'
import { formatChain, parseChain } from '../../runs/request/notation.ts'
import { shortHash } from '../harness/hash.ts'
import type { ComputeOnce } from '../harness/journal.ts'
import type { WindowSums } from './calibration-window.ts'
import { binOf, calibrateBins, conformalChain } from './conformal.ts'

/** What a nucleus covers of human tokens in one range of entropies. */
interface CoveredBin {
  /** Entropy in nats from which the range begins. */
  readonly from: number
  /** The p that the range needs for the promised share. */
  readonly p: number
  /** Tokens judged. */
  readonly tokens: number
  /** Share of them inside, and mean number of tokens kept. */
  readonly conformal: { readonly covered: number; readonly size: number }
  /** The same of the plain nucleus with the promised share as its p. */
  readonly plain: { readonly covered: number; readonly size: number }
}

export interface ConformalNucleus {
  /** Promised share of human tokens inside. */
  readonly coverage: number
  /** The step with its bins, as a chain. */
  readonly chain: string
  readonly tokens: { readonly fitted: number; readonly judged: number }
  readonly bins: readonly CoveredBin[]
  /** Over all judged tokens. */
  readonly conformal: { readonly covered: number; readonly size: number }
  readonly plain: { readonly covered: number; readonly size: number }
}

const COVERAGE = 0.9

interface Sums {
  tokens: number
  readonly covered: [number, number]
  readonly size: [number, number]
}

/**
 * Fits a p for each range of entropies on every other window, and judges the step that holds them on the
 * rest, by the step itself.
 */
export async function measureConformal(
  model: LanguageModel,
  sums: readonly WindowSums[],
  windows: readonly (readonly number[])[],
  computeOnce: ComputeOnce,
): Promise<ConformalNucleus> {
  const fitted = sums.filter((_, index) => index % 2 === 0).flatMap(({ seen }) => seen)
  const bins = calibrateBins(fitted, COVERAGE)
  const chain = conformalChain(bins)
  const total = bins.map(emptySums)
  for (const tokens of windows.filter((_, index) => index % 2 === 1)) {
    const key = `conformal ${shortHash(tokens)} ${shortHash(formatChain(chain))}`
    const own = await computeOnce(key, () => judge(model, tokens, bins))
    for (const [index, { tokens: count, covered, size }] of own.entries()) {
      const sum = total[index]!
      sum.tokens += count
      for (const one of [0, 1]) {
        sum.covered[one]! += covered[one]!
        sum.size[one]! += size[one]!
      }
    }
  }
  const judged = total.reduce((sum, { tokens }) => sum + tokens, 0)
  const mean = (part: readonly Sums[], one: number) => {
    const count = part.reduce((sum, { tokens }) => sum + tokens, 0) || 1
    return {
      covered: part.reduce((sum, { covered }) => sum + covered[one]!, 0) / count,
      size: part.reduce((sum, { size }) => sum + size[one]!, 0) / count,
    }
  }
  return {
    coverage: COVERAGE,
    chain: formatChain(chain),
    tokens: { fitted: fitted.length, judged },
    bins: bins.map(({ from, p }, index) => ({
      from,
      p,
      tokens: total[index]!.tokens,
      conformal: mean([total[index]!], 0),
      plain: mean([total[index]!], 1),
    })),
    conformal: mean(total, 0),
    plain: mean(total, 1),
  }
}

const emptySums = (): Sums => ({ tokens: 0, covered: [0, 0], size: [0, 0] })

async function judge(
  model: LanguageModel,
  tokens: readonly number[],
  bins: ReturnType<typeof calibrateBins>,
): Promise<Sums[]> {
  const chains = [conformalChain(bins), parseChain(`nucleus:${COVERAGE}`)]
  const sums = bins.map(emptySums)
  let index = 1
  for await (const { logits } of model.evaluate(tokens.slice(0, -1))) {
    const text = { prompt: [], tokens: [tokens[index]!], rows: [{ index: 0, logits }] }
    await walkTexts([text], chains, 0, ({ token, chain, chainTrace: { raw, final } }) => {
      const sum = sums[binOf(bins, raw.entropy())]!
      const one = chains.indexOf(chain)
      if (one === 0) sum.tokens++
      if (final.includes(token)) sum.covered[one]!++
      sum.size[one]! += final.size
    })
    index++
  }
  return sums
}
