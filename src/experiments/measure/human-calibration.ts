import type { LanguageModel } from '../../decoding/model.ts'
import { shortHash } from '../harness/hash.ts'
import type { ComputeOnce } from '../harness/journal.ts'
import { type Bin, measureWindow, SHARES, TEMPERATURES, type WindowSums } from './calibration-window.ts'
import { type ConformalNucleus, measureConformal } from './conformal-coverage.ts'
import { firstWindows } from './human.ts'
import { roundNumbers } from './rounding.ts'

/** How well a model's probabilities match frequencies, on human text. */
export interface Calibration {
  readonly documents: number
  readonly tokens: number
  /** Reliability of the most likely token, by confidence; empty bins are left out. */
  readonly bins: readonly { readonly count: number; readonly confidence: number; readonly accuracy: number }[]
  /** Expected calibration error of the most likely token, over these bins. */
  readonly ece: number
  /** By p: share of the text's tokens inside the nucleus, the nucleus's mean mass, its mean size. */
  readonly coverage: readonly {
    readonly p: number
    readonly covered: number
    readonly mass: number
    readonly size: number
  }[]
  readonly temperature: FittedTemperature
  /** A nucleus with a p for each range of entropies, fitted on every other document, judged on the rest. */
  readonly conformal?: ConformalNucleus
}

/** Fitted on every other document, judged on the rest. */
interface FittedTemperature {
  readonly fitted: number
  readonly tokens: number
  readonly nats: { readonly before: number; readonly after: number }
  readonly ece: { readonly before: number; readonly after: number }
}

/** Tokens of a window; a model with a shorter context gets what fits. */
const WINDOW = 512

/**
 * Reads the beginnings of documents, a window each, behind an end-of-text token where the model has one.
 * Guo et al. 2017, arXiv 1706.04599 (ECE, temperature scaling).
 * @throws UserError `human-text-short` with fewer than two documents long enough
 */
export async function measureCalibration(
  model: LanguageModel,
  documents: readonly string[],
  windows: number,
  computeOnce: ComputeOnce,
): Promise<Calibration> {
  const { contextLength, endOfText } = model.info
  const lead = endOfText.slice(0, 1)
  const length = Math.min(WINDOW, contextLength) - lead.length
  const sums: WindowSums[] = []
  const windowsOf = firstWindows(model, documents, length, windows).map((tokens) => [...lead, ...tokens])
  for (const tokens of windowsOf) {
    sums.push(
      await computeOnce(`calibration by entropy ${shortHash(tokens)}`, () => measureWindow(model, tokens)),
    )
  }
  const all = add(sums)
  const bins = all.temperatures[TEMPERATURES.indexOf(1)]!.bins
  return roundNumbers({
    documents: sums.length,
    tokens: all.tokens,
    bins: bins
      .filter(({ count }) => count > 0)
      .map(({ count, confidence, hits }) => ({
        count,
        confidence: confidence / count,
        accuracy: hits / count,
      })),
    ece: expectedError(bins),
    coverage: all.shares.map(({ covered, mass, size }, index) => ({
      p: SHARES[index]!,
      covered: covered / all.tokens,
      mass: mass / all.tokens,
      size: size / all.tokens,
    })),
    conformal: await measureConformal(model, sums, windowsOf, computeOnce),
    temperature: fit(
      add(sums.filter((_, index) => index % 2 === 0)),
      add(sums.filter((_, index) => index % 2 === 1)),
    ),
  })
}

function fit(train: WindowSums, test: WindowSums): FittedTemperature {
  const nats = train.temperatures.map((one) => one.nats)
  const best = nats.indexOf(Math.min(...nats))
  const [before, after] = [test.temperatures[TEMPERATURES.indexOf(1)]!, test.temperatures[best]!]
  return {
    fitted: TEMPERATURES[best]!,
    tokens: test.tokens,
    nats: { before: before.nats / test.tokens, after: after.nats / test.tokens },
    ece: { before: expectedError(before.bins), after: expectedError(after.bins) },
  }
}

/** Mean over the predictions of |accuracy - confidence| of their bin. */
function expectedError(bins: readonly Bin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0)
  return bins.reduce((sum, { confidence, hits }) => sum + Math.abs(hits - confidence), 0) / total
}

function add(windows: readonly WindowSums[]): WindowSums {
  const sum = (read: (window: WindowSums) => number) => windows.reduce((total, one) => total + read(one), 0)
  return {
    tokens: sum(({ tokens }) => tokens),
    seen: [],
    temperatures: TEMPERATURES.map((_, t) => ({
      nats: sum(({ temperatures }) => temperatures[t]!.nats),
      bins: windows[0]!.temperatures[t]!.bins.map((_, bin) => ({
        count: sum(({ temperatures }) => temperatures[t]!.bins[bin]!.count),
        confidence: sum(({ temperatures }) => temperatures[t]!.bins[bin]!.confidence),
        hits: sum(({ temperatures }) => temperatures[t]!.bins[bin]!.hits),
      })),
    })),
    shares: SHARES.map((_, p) => ({
      covered: sum(({ shares }) => shares[p]!.covered),
      mass: sum(({ shares }) => shares[p]!.mass),
      size: sum(({ shares }) => shares[p]!.size),
    })),
  }
}
