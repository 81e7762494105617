import { z } from 'zod'
import { DistributionError } from '../../sampling/distribution.ts'
import { addBias } from '../chain/constraints.ts'
import { defineStep } from '../chain/definition.ts'
import { text } from '../chain/parameters.ts'

/** "198:-5;11:2": a token id, a colon and what is added to its logit; several with semicolons. */
const BIASES = /^(\d{1,9}:-?\d{1,6}(\.\d{1,6})?(;\d{1,9}:-?\d{1,6}(\.\d{1,6})?)*)?$/

const biasesOf = (written: string): (readonly [token: number, bias: number])[] =>
  written === '' ? [] : written.split(';').map((one) => one.split(':').map(Number) as [number, number])

export const logitBias = defineStep({
  id: 'logit-bias',
  title: 'Logit bias',
  summary: 'Adds to the logits of single tokens: −100 forbids one, 100 forces it.',
  formula: 'The logit of token t becomes logit(t) + b for each t:b written; two of one token add up.',
  paper: 'OpenAI API (logit_bias); llama.cpp; no paper',
  weakness: 'A word has many spellings in tokens, with a space before it or not: one bias misses the others.',
  family: 'shape',
  parameters: z.strictObject({
    tokens: text('', BIASES, {
      title: 'tokens',
      help: 'token ids and what is added to their logits, in nats, as in 198:-5;11:2; nothing is off',
    }),
  }),
  isNeutral: ({ tokens }) => tokens === '',
  tokensNamed: ({ tokens }) => biasesOf(tokens).map(([token]) => token),
  create: ({ tokens }) => {
    const biases = biasesOf(tokens)
    return (distribution) => {
      if (biases.length === 0) return distribution
      const stray = biases.find(([token]) => token >= distribution.vocabularySize)
      if (stray) {
        throw new DistributionError(
          `there is no token ${stray[0]}; the vocabulary has ${distribution.vocabularySize}`,
        )
      }
      return addBias(biases)(distribution)
    }
  },
})
