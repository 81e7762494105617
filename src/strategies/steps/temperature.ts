import { z } from 'zod'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'

export const temperature = defineStep({
  id: 'temperature',
  title: 'Temperature',
  summary: 'Sharpens the distribution below 1, flattens it above, and removes nothing.',
  formula: 'P(v) ∝ exp(logit(v) / t). At t = 0, the limit, only the most likely token is left.',
  paper: 'Ackley et al. 1985; Holtzman et al. 2020, arXiv 1904.09751, section 3.3',
  weakness: 'It moves the whole tail: what makes good words likelier at high t makes junk likelier too.',
  isCommon: true,
  family: 'shape',
  parameters: z.strictObject({
    t: real(1, { min: 0, max: 100 }, { title: 't', help: 'a divisor of the logits', slider: [0, 2] }),
  }),
  neutral: { t: 1 },
  sentence: ({ parameters: { t } }) =>
    `${t < 1 ? 'Sharpens' : 'Flattens'} the bars and removes nothing. Outlines show the bars before.`,
  create:
    ({ t }) =>
    (distribution) => {
      if (t === 1) return distribution
      return t === 0 ? distribution.head(1) : distribution.withTemperature(t)
    },
})
