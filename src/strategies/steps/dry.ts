import { z } from 'zod'
import { recentTokens, repeatedSuffixLengths } from '../../sampling/penalties.ts'
import { defineStep } from '../chain/definition.ts'
import { historyWindow, real, whole } from '../chain/parameters.ts'

/** The growth of a penalty stops at base^x = e^88.72, about the largest float32, as in llama.cpp: finite, never -Infinity. */
const LARGEST_EXPONENT = 88.72

export const dry = defineStep({
  id: 'dry',
  title: 'DRY',
  summary: 'Lowers the logit of what would prolong a repeated passage, more steeply the longer the passage.',
  formula:
    'If the last ℓ tokens stand earlier in the history, followed by v, the logit of v falls by ' +
    'multiplier · base^(ℓ − allowed-length) where ℓ ≥ allowed-length, for the largest such ℓ. The prompt counts.',
  paper: 'p-e-w 2024, text-generation-webui; no paper',
  weakness:
    'Here it has no sequence breakers, so it reaches across lines and quotes and punishes wanted refrains.',
  family: 'repetition',
  parameters: z.strictObject({
    multiplier: real(
      0.8,
      { min: 0, max: 100 },
      { title: 'multiplier', help: 'the penalty at the allowed length', slider: [0, 5] },
    ),
    base: real(
      1.75,
      { min: 1, max: 10 },
      { title: 'base', help: 'how steeply the penalty grows', slider: [1, 4] },
    ),
    'allowed-length': whole(
      2,
      { min: 1, max: 1000 },
      { title: 'allowed length', help: 'tokens that must repeat before the penalty starts', slider: [1, 20] },
    ),
    window: historyWindow(),
  }),
  neutral: { multiplier: 0 },
  create:
    ({ multiplier, base, 'allowed-length': allowed, window }) =>
    (distribution, { history }) => {
      if (multiplier === 0) return distribution
      const longest = LARGEST_EXPONENT / Math.log(base)
      const penalties = [...repeatedSuffixLengths(recentTokens(history, window))]
        .filter(([, length]) => length >= allowed)
        .map(([id, length]): [number, number] => [
          id,
          multiplier * base ** Math.min(length - allowed, longest),
        ])
      if (penalties.length === 0) return distribution
      return distribution.withLogits(
        new Map(penalties.map(([id, penalty]) => [id, distribution.logitOf(id) - penalty])),
      )
    },
})
