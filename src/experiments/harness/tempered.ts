import type { Decoder } from '../../decoding/decoder.ts'
import { Distribution } from '../../sampling/distribution.ts'
import type { Chain } from '../../strategies/chain/definition.ts'
import { isSampling } from '../../strategies/chain/search-part.ts'
import { temperature as temperatureStep } from '../../strategies/steps/temperature.ts'
import { fiveDecimals } from '../measure/rounding.ts'

/** A decoder, and the log-probabilities of its tokens under the tempered softmax. */
interface Tempered {
  readonly decoder: Decoder
  /** One a token; empty where the chain has no temperature in front, and the model's own are meant. */
  readonly temperedLogprobs: readonly number[]
}

/**
 * Watches a single-row decoder whose chain starts with a temperature. The paper's code takes perplexity from
 * the probabilities it samples with: tempered, and not renormalised after a truncation (degen's generation
 * and perplexity).
 */
export function watchTempered(decoder: Decoder, chain: Chain): Tempered {
  const [first] = chain.steps
  if (!isSampling(chain) || first?.definition !== temperatureStep) return { decoder, temperedLogprobs: [] }
  const temperature = Number(first.parameters.t)
  const temperedLogprobs: number[] = []
  return {
    temperedLogprobs,
    decoder: (rows) => {
      const output = decoder(rows)
      const { logits } = rows[0]!
      temperedLogprobs.push(fiveDecimals(logProbability(logits, output.tokens.at(-1)!, temperature)))
      return output
    },
  }
}

function logProbability(logits: Float32Array, token: number, temperature: number): number {
  const raw = Distribution.fromLogits(logits)
  const tempered = raw.withTemperature(temperature)
  const found = tempered.logProbabilityOf(token)
  tempered.recycle()
  raw.recycle()
  return found
}
