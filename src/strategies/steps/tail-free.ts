import { z } from 'zod'
import type { Distribution } from '../../sampling/distribution.ts'
import { TOLERANCE } from '../../sampling/tolerance.ts'
import { stairs } from '../chain/cut-geometry.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'

/** Below this sum the curve counts as straight and every second difference as equal (llama.cpp's rule). */
const STRAIGHT = 1e-6

/** How much the curve of sorted probabilities bends at a rank: the size of its second difference. */
function bendAt(distribution: Distribution, rank: number): number {
  const middle = distribution.probability(rank + 1)
  return Math.abs(distribution.probability(rank) - middle - (middle - distribution.probability(rank + 2)))
}

/** Each rank's share of all bending; equal shares where the curve counts as straight. */
function sharesOf(distribution: Distribution): (id: number, rank: number) => number {
  const count = Math.max(0, distribution.size - 2)
  const bends = Array.from({ length: count }, (_, rank) => bendAt(distribution, rank))
  const total = bends.reduce((sum, bend) => sum + bend, 0)
  return (_, rank) => (total <= STRAIGHT ? (rank < count ? 1 / count : 0) : (bends[rank] ?? 0) / total)
}

/**
 * How many candidates stay: as many as the first index i >= 1 at which the cumulative share of the second
 * differences exceeds `z`. The share needs the sum over the whole order; but all differences from index r on
 * are together at most 2 P(r), so ranking goes on, twice as far each time, only until nothing in the unseen
 * rest could move the cut.
 */
function countBeforeTail(distribution: Distribution, z: number): number {
  const count = distribution.size - 2
  const share = z + TOLERANCE
  const cumulative: number[] = []
  let total = 0
  for (let end = Math.min(64, count); ; end = Math.min(2 * end, count)) {
    for (let i = cumulative.length; i < end; i++) {
      total += bendAt(distribution, i)
      cumulative.push(total)
    }
    const isWhole = end === count
    if (total <= STRAIGHT && !isWhole) continue
    if (total <= STRAIGHT)
      return cutAbove(
        cumulative.map((_, i) => i + 1),
        share * count,
      )
    const cut = cutAbove(cumulative, share * total)
    const unseen = isWhole ? 0 : 2 * distribution.probability(end)
    if (isWhole || (cut < Infinity && cut === cutAbove(cumulative, share * (total + unseen)))) return cut
  }
}

/** First index, from 1, whose value exceeds the limit; Infinity for none. */
function cutAbove(cumulative: readonly number[], limit: number): number {
  const index = cumulative.findIndex((value, i) => i >= 1 && value > limit)
  return index < 0 ? Infinity : index
}

export const tailFree = defineStep({
  id: 'tail-free',
  title: 'Tail-free',
  summary: 'Cuts where the curve of sorted probabilities has done its bending.',
  formula:
    'With d(i) = |(P(i) − P(i+1)) − (P(i+1) − P(i+2))| by rank, scaled to sum to 1, keep the ranks before ' +
    'the first i ≥ 1 whose cumulative d exceeds z; divide by their mass. A curve with Σ d ≤ 1e-6 counts as ' +
    'straight.',
  paper: "Phénix & Egan 2019 (blog post); llama.cpp's rule before its removal in October 2024",
  weakness: 'Two close favourites bend the curve early, so it may cut far more than the tail.',
  family: 'truncation',
  parameters: z.strictObject({
    z: real(0.95, { min: 0, max: 1 }, { title: 'z', help: 'a share of the curvature' }),
  }),
  neutral: { z: 1 },
  sentence: () => 'The staircase is the bending of the curve; the cut is where it has bent enough.',
  geometry: (drawn) => stairs(drawn, 'curvature', ['z', drawn.parameters.z], sharesOf(drawn.before)),
  create:
    ({ z }) =>
    (distribution) =>
      z === 1 || distribution.size <= 2 ? distribution : distribution.head(countBeforeTail(distribution, z)),
})
