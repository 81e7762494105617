import { parseChain } from '../../runs/request/notation.ts'

/** A token that people wrote, as the model saw it coming. */
export interface HumanToken {
  /** Of the model's distribution, in nats. */
  readonly entropy: number
  /** Mass of the tokens that rank before it: a nucleus of more than that holds it. */
  readonly before: number
}

/** A range of entropies, and the p that covers the promised share of human tokens in it. */
export interface ConformalBin {
  /** In nats; the first bin begins at 0. */
  readonly from: number
  readonly p: number
}

const BINS = 8
/** Decimals of a p; it is rounded up, so that the token at the quantile stays inside. */
const PLACES = 1e5

/**
 * Split conformal prediction by entropy: bins of equally many tokens, and in each of them the least p whose
 * nucleus holds the ceil((n + 1) · coverage)-th of its tokens, by the mass before it. Tokens drawn like these
 * fall inside with at least the promised share, whatever the model's errors. Ravfogel et al. 2023, arXiv
 * 2305.02633, after Vovk et al. 2005.
 * @param coverage promised share, below 1
 */
export function calibrateBins(tokens: readonly HumanToken[], coverage: number): ConformalBin[] {
  const ascending = [...tokens].sort((a, b) => a.entropy - b.entropy)
  return Array.from({ length: BINS }, (_, bin) => {
    const first = Math.floor((bin * ascending.length) / BINS)
    const own = ascending.slice(first, Math.floor(((bin + 1) * ascending.length) / BINS))
    const masses = own.map(({ before }) => before).sort((a, b) => a - b)
    const rank = Math.ceil((masses.length + 1) * coverage)
    const quantile = masses[rank - 1] ?? 1
    return {
      from: bin === 0 ? 0 : Number(ascending[first]!.entropy.toFixed(3)),
      p: Math.min(1, (Math.floor(quantile * PLACES) + 1) / PLACES),
    }
  })
}

/** The bins as the step that holds them writes them. */
export const conformalChain = (bins: readonly ConformalBin[]) =>
  parseChain(
    `conformal-nucleus:${bins.map(({ from, p }, index) => (index === 0 ? p : `${from}/${p}`)).join('/')}`,
  )

/** Index of the bin that an entropy falls into. */
export const binOf = (bins: readonly ConformalBin[], entropy: number): number =>
  bins.findLastIndex(({ from }) => entropy >= from)
