import { type CutGeometry, climb, type DrawnStep, share, short } from './cut-geometry.ts'

/** The cuts that are not made on the axis of probability. */

/** Top-h: the share of the entropy that the ranks hold, against the budget h. */
export function entropyCut(drawnStep: DrawnStep): CutGeometry {
  const { before, after, use } = drawnStep
  const h = Number(use.parameters.h)
  const entropy = before.entropy()
  const term = (id: number) => {
    const probability = before.probabilityOf(id)
    return probability === 0 || entropy === 0 ? 0 : (-probability * before.logProbabilityOf(id)) / entropy
  }
  return {
    kind: 'stairs',
    measure: 'entropy',
    goal: h,
    heights: climb(drawnStep, term),
    after: after.size,
    label: `h = ${short(h)}`,
    crossing: null,
  }
}

/** Tail-free: the share of the second differences' sum up to each rank, against z. */
export function curvatureCut(drawnStep: DrawnStep): CutGeometry {
  const { before, after, use } = drawnStep
  const z = Number(use.parameters.z)
  const slope = (rank: number) => before.probability(rank) - before.probability(rank + 1)
  const bend = (rank: number) => (rank < before.size - 2 ? Math.abs(slope(rank) - slope(rank + 1)) : 0)
  let total = 0
  for (let rank = 0; rank < before.size - 2; rank++) total += bend(rank)
  return {
    kind: 'stairs',
    measure: 'curvature',
    goal: z,
    heights: climb(drawnStep, (_, rank) => (total === 0 ? 0 : bend(rank) / total)),
    after: after.size,
    label: `z = ${short(z)}`,
    crossing: null,
  }
}

/** Top-nσ: the logits themselves, and the floor n standard deviations below the highest. */
export function logitCut(drawnStep: DrawnStep): CutGeometry {
  const { before, ranks, slots, use } = drawnStep
  const n = Number(use.parameters.n)
  const highest = before.logit(0)
  const mean = before.sumOver((_, logit) => highest - logit) / before.size
  const variance = before.sumOver((_, logit) => (highest - logit - mean) ** 2) / before.size
  const sigma = Math.sqrt(variance)
  const logitAt = (rank: number): number | null => {
    const logit = before.logitOf(ranks[rank]!)
    return logit === -Infinity ? null : logit
  }
  const middle = (from: number, to: number) => logitAt(Math.floor((from + to - 1) / 2))
  const floor = highest - n * sigma
  return {
    kind: 'logit',
    lowest: Math.min(floor, before.logit(before.size - 1)),
    highest,
    floor,
    logits: [
      ...Array.from({ length: slots.singles }, (_, rank) => logitAt(rank)),
      ...slots.folds.map(({ from, to }) => middle(from, to)),
    ],
    label: `${short(highest)} − ${short(n)} × ${share(sigma)} = ${short(floor)}`,
  }
}
