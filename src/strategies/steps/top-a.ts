import { z } from 'zod'
import { atLeast } from '../../sampling/tolerance.ts'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'

export const topA = defineStep({
  id: 'top-a',
  title: 'Top-a',
  summary: 'Drops what is less likely than a share of the most likely token squared.',
  formula: 'Keep v with P(v) ≥ a · (max P)², and the most likely token in any case; divide by their mass.',
  paper: 'BlinkDL, RWKV-LM; no paper',
  weakness: 'On a flat distribution the square is tiny and next to nothing is cut.',
  family: 'truncation',
  parameters: z.strictObject({
    a: real(0.2, { min: 0, max: 100 }, { title: 'a', help: 'a factor on the square', slider: [0, 1] }),
  }),
  neutral: { a: 0 },
  create:
    ({ a }) =>
    (distribution) => {
      if (a === 0) return distribution
      const floor = a * distribution.probability(0) ** 2
      return distribution.headWhile((rank) => atLeast(distribution.probability(rank), floor))
    },
})
