import { z } from 'zod'
import { repeatedNgramEnds } from '../../sampling/penalties.ts'
import { defineStep } from '../chain/definition.ts'
import { whole } from '../chain/parameters.ts'

export const noRepeatNgram = defineStep({
  id: 'no-repeat-ngram',
  title: 'No-repeat n-gram',
  summary: 'Bans every token that would complete a sequence of n tokens that is in the text already.',
  formula:
    'Remove v if the last n − 1 tokens followed by v occur in the history, prompt included; n = 1 ' +
    'bans every token seen.',
  paper: 'Paulus et al. 2018, arXiv 1705.04304; as in HF transformers',
  weakness:
    'It is blind to meaning: a name of n tokens can be written once. If everything is banned, the ' +
    'text ends with an error.',
  family: 'repetition',
  parameters: z.strictObject({
    n: whole(3, { min: 0, max: 1000 }, { title: 'n', help: 'a length in tokens', slider: [0, 10] }),
  }),
  neutral: { n: 0 },
  create:
    ({ n }) =>
    (distribution, { history }) => {
      if (n === 0) return distribution
      const banned = [...repeatedNgramEnds(history, n)].filter((id) => distribution.includes(id))
      return banned.length === 0
        ? distribution
        : distribution.withLogits(new Map(banned.map((id) => [id, -Infinity])))
    },
})
