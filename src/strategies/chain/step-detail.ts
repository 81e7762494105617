import type { DetailRequest, LookedUpToken, StepDetail, TokenLogprob } from '../../decoding/step-detail.ts'
import type { Distribution } from '../../sampling/distribution.ts'

/**
 * What was asked for about one step.
 * @param token the chosen one
 */
export function stepDetail(
  { raw, final }: { readonly raw: Distribution; readonly final: Distribution },
  token: number,
  request: DetailRequest,
): StepDetail {
  const { top, processed, tokens, distribution } = request
  return {
    top: likeliest(raw, top),
    ...(processed && {
      processed: { logprob: final.logProbabilityOf(token), top: likeliest(final, top) },
    }),
    ...(tokens.length > 0 && { tokens: tokens.map((id) => lookUp(raw, processed ? final : undefined, id)) }),
    ...(distribution && { distribution: wholeOf(distribution === 'raw' ? raw : final) }),
  }
}

const likeliest = (distribution: Distribution, count: number): TokenLogprob[] =>
  Array.from({ length: Math.min(count, distribution.size) }, (_, rank) => ({
    id: distribution.id(rank),
    logprob: distribution.logProbability(rank),
  }))

const rankIn = (distribution: Distribution, id: number): number | null =>
  distribution.includes(id) ? distribution.rankOf(id) + 1 : null

function lookUp(raw: Distribution, final: Distribution | undefined, id: number): LookedUpToken {
  const own = { id, logprob: raw.logProbabilityOf(id), rank: rankIn(raw, id) }
  return final ? { ...own, processed: final.logProbabilityOf(id), processedRank: rankIn(final, id) } : own
}

const wholeOf = (distribution: Distribution): Float32Array =>
  Float32Array.from({ length: distribution.vocabularySize }, (_, id) => distribution.logProbabilityOf(id))
