import type { LanguageModel } from '../../decoding/model.ts'
import { encodePrompt } from '../../runs/request/prompt.ts'
import { Distribution } from '../../sampling/distribution.ts'
import { nucleusSize } from '../../sampling/nucleus-size.ts'
import type { Context } from '../harness/definition.ts'

/** The shape of one next-token distribution. */
export interface DistributionSummary {
  readonly entropy: number
  readonly top: readonly { readonly token: string; readonly probability: number }[]
  /** Size of the nucleus by p. */
  readonly sizes: readonly { readonly p: number; readonly size: number }[]
  readonly mass10: number
  readonly mass40: number
}

export const SHARES = [0.5, 0.9, 0.95, 0.99]
const SHOWN = 25

/** What comes after a text. */
export async function summaryAfter(model: LanguageModel, text: string): Promise<DistributionSummary> {
  const batch = await model.prefill(encodePrompt(model, text))
  try {
    const distribution = Distribution.fromLogits(batch.rows[0]!.logits)
    return {
      entropy: distribution.entropy(),
      top: Array.from({ length: SHOWN }, (_, rank) => ({
        token: model.nameOf(distribution.id(rank)),
        probability: distribution.probability(rank),
      })),
      sizes: SHARES.map((p) => ({ p, size: nucleusSize(distribution, p) })),
      mass10: massOf(distribution, 10),
      mass40: massOf(distribution, 40),
    }
  } finally {
    batch.dispose()
  }
}

/** Quantiles over every place of some texts. */
export interface Spread {
  readonly places: number
  readonly quantiles: readonly {
    readonly share: number
    /** Size of the nucleus of 0.9. */
    readonly nucleus: number
    /** Mass of the 40 most likely tokens. */
    readonly mass40: number
  }[]
}

const QUANTILES = [0.1, 0.5, 0.9]

/** How the next-token distributions after every token of some texts differ. */
export async function spreadOver(model: LanguageModel, contexts: readonly Context[]): Promise<Spread> {
  const nuclei: number[] = []
  const masses: number[] = []
  for (const { tokens } of contexts) {
    for await (const { logits } of model.evaluate(tokens)) {
      const distribution = Distribution.fromLogits(logits)
      nuclei.push(nucleusSize(distribution, 0.9))
      masses.push(massOf(distribution, 40))
    }
  }
  const [sortedNuclei, sortedMasses] = [nuclei, masses].map((values) => values.sort((a, b) => a - b))
  const at = (sorted: readonly number[] | undefined, share: number) =>
    sorted![Math.min(sorted!.length - 1, Math.floor(share * sorted!.length))]!
  return {
    places: nuclei.length,
    quantiles: QUANTILES.map((share) => ({
      share,
      nucleus: at(sortedNuclei, share),
      mass40: at(sortedMasses, share),
    })),
  }
}

function massOf(distribution: Distribution, count: number): number {
  let mass = 0
  for (let rank = 0; rank < Math.min(count, distribution.size); rank++) mass += distribution.probability(rank)
  return mass
}
