import { z } from 'zod'
import { counted, countTokens, recentTokens } from '../../sampling/penalties.ts'
import { defineStep } from '../chain/definition.ts'
import { countsPrompt, historyWindow, real } from '../chain/parameters.ts'

export const frequencyPenalty = defineStep({
  id: 'frequency-penalty',
  title: 'Frequency penalty',
  summary: 'Lowers the logit of every token that was seen, by an amount for each time it was seen.',
  formula:
    'A token seen c times: its logit u becomes u − c · penalty. Prompt tokens count as seen unless ' +
    'prompt=false.',
  paper: 'OpenAI API; no paper',
  weakness: 'In a long text it drives out commas and articles, whose counts never stop growing.',
  family: 'repetition',
  parameters: z.strictObject({
    penalty: real(
      0.5,
      { min: -100, max: 100 },
      {
        title: 'penalty',
        help: 'nats off the logit each time; negative rewards repetition',
        slider: [-2, 2],
      },
    ),
    window: historyWindow(),
    prompt: countsPrompt(),
  }),
  neutral: { penalty: 0 },
  create:
    ({ penalty, window, prompt }) =>
    (distribution, context) => {
      const counts = countTokens(penalty === 0 ? [] : recentTokens(counted(context, prompt), window))
      if (counts.size === 0) return distribution
      return distribution.withLogits(
        new Map([...counts].map(([id, count]) => [id, distribution.logitOf(id) - count * penalty])),
      )
    },
})
