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
    ...(distribution && { distribution: inBase64(distribution === 'raw' ? raw : final) }),
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

function inBase64(distribution: Distribution): string {
  const size = distribution.vocabularySize
  const bytes = Buffer.alloc(size * 4)
  for (let id = 0; id < size; id++) bytes.writeFloatLE(distribution.logProbabilityOf(id), id * 4)
  return bytes.toString('base64')
}
