import { z } from 'zod'
import { recentTokens, repeatedSuffixLengths, tokensAfterBreaker } from '../../sampling/penalties.ts'
import { defineStep } from '../chain/definition.ts'
import { historyWindow, real, text, whole } from '../chain/parameters.ts'

/**
 * The growth of a penalty stops at base^x = e^88.72, about the largest float32, as in llama.cpp: finite,
 * never -Infinity.
 */
const LARGEST_EXPONENT = 88.72

const BREAKERS = /^(\d{1,9}([.;]\d{1,9})*)?$/

/** Sequences of token ids: "198;1.9" is token 198, and token 1 followed by 9. */
const breakersOf = (written: string): number[][] =>
  written === '' ? [] : written.split(';').map((one) => one.split('.').map(Number))

export const dry = defineStep({
  id: 'dry',
  title: 'DRY',
  summary: 'Lowers the logit of what would prolong a repeated passage, more steeply the longer the passage.',
  formula:
    'If the last ℓ tokens occur earlier in the history, followed by v, the logit of v falls by multiplier ' +
    '· base^(ℓ − allowed-length) where ℓ ≥ allowed-length, for the largest such ℓ. The prompt counts. ℓ ' +
    'does not reach across a breaker, and a breaker of one token is never lowered.',
  paper: 'p-e-w 2024, text-generation-webui; no paper',
  weakness:
    'Without breakers it reaches across lines and quotes; with them or not, it punishes wanted refrains.',
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
    breakers: text('', BREAKERS, {
      title: 'breakers',
      help: 'ids of tokens that end a passage, as in 198;25;1.9, a dot within a sequence; nothing is none',
    }),
  }),
  neutral: { multiplier: 0 },
  tokensNamed: ({ breakers }) => breakersOf(breakers).flat(),
  create: ({ multiplier, base, 'allowed-length': allowed, window, breakers: written }) => {
    const breakers = breakersOf(written)
    const isBreaker = (id: number) => breakers.some(([first, ...rest]) => first === id && rest.length === 0)
    return (distribution, { history }) => {
      if (multiplier === 0) return distribution
      const longest = LARGEST_EXPONENT / Math.log(base)
      const recent = recentTokens(history, window)
      const reach = breakers.length === 0 ? recent.length : tokensAfterBreaker(recent, breakers)
      const penalties = [...repeatedSuffixLengths(recent)]
        .map(([id, length]): [number, number] => [id, Math.min(length, reach)])
        .filter(([id, length]) => length >= allowed && !isBreaker(id))
        .map(([id, length]): [number, number] => [
          id,
          multiplier * base ** Math.min(length - allowed, longest),
        ])
      if (penalties.length === 0) return distribution
      return distribution.withLogits(
        new Map(penalties.map(([id, penalty]) => [id, distribution.logitOf(id) - penalty])),
      )
    }
  },
})
