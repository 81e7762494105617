import { type Distribution, DistributionError } from '../../sampling/distribution.ts'
import { atLeast } from '../../sampling/tolerance.ts'

export interface Contrast {
  /** Plausible is what reaches this share of the expert's most likely token; 0 for every token. */
  readonly alpha: number
  /** Weight of the amateur; 0 for none. */
  readonly beta: number
  readonly form: 'difference' | 'logits'
  /** Divisor of the amateur's logits, above 0. */
  readonly temperature: number
}

/**
 * The expert's plausible tokens, scored against the amateur: ln P - beta ln A as `difference`,
 * (1 + beta) ln P - beta ln A as `logits`. The normalisers are the same for every token and drop out, so
 * logits will do. A token the amateur rules out (-Infinity) counts as the least likely of those it does not.
 * `difference` with beta 1 is Li et al. 2023 (arXiv 2210.15097), section 3; `logits` is O’Brien and Lewis
 * 2023 (arXiv 2309.09117), appendix A, algorithm 2, with alpha 0.1 and beta 0.5 there.
 * @param expert the distribution as it comes to the step
 * @param amateur logits by token id
 * @throws DistributionError where the amateur gives NaN or +Infinity, or leaves no token
 */
export function contrast(
  expert: Distribution,
  amateur: ArrayLike<number>,
  { alpha, beta, form, temperature }: Contrast,
): Distribution {
  const least = alpha * expert.probability(0)
  const plausible = (rank: number) => atLeast(expert.probability(rank), least)
  const head = alpha === 0 ? expert : expert.headWhile(plausible)
  if (beta === 0) return head
  const lowest = lowestOf(amateur)
  const weight = form === 'logits' ? 1 + beta : 1
  const scores = new Map<number, number>()
  head.forEachId((id) => {
    const liking = Math.max(amateur[id]!, lowest) / temperature
    scores.set(id, weight * head.logitOf(id) - beta * liking)
  })
  return head.withLogits(scores)
}

function lowestOf(logits: ArrayLike<number>): number {
  let lowest = Infinity
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id]!
    if (!(logit < Infinity)) throw new DistributionError(`the amateur gives ${logit} for token ${id}`)
    if (logit > -Infinity && logit < lowest) lowest = logit
  }
  if (lowest === Infinity) throw new DistributionError('the amateur leaves no token')
  return lowest
}
