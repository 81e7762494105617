import { z } from 'zod'
import { counted, recentTokens } from '../../sampling/penalties.ts'
import { defineStep } from '../chain/definition.ts'
import { countsPrompt, historyWindow, real } from '../chain/parameters.ts'

export const presencePenalty = defineStep({
  id: 'presence-penalty',
  title: 'Presence penalty',
  summary: 'Lowers the logit of every token that was seen, by the same amount however often.',
  formula: 'A seen token’s logit u becomes u − penalty. Prompt tokens count as seen unless prompt=false.',
  paper: 'OpenAI API; no paper',
  weakness: 'It pushes off a text’s own words and names permanently, and does not grow as a loop does.',
  family: 'repetition',
  parameters: z.strictObject({
    penalty: real(
      0.5,
      { min: -100, max: 100 },
      { title: 'penalty', help: 'nats off the logit; negative rewards repetition', slider: [-2, 2] },
    ),
    window: historyWindow(),
    prompt: countsPrompt(),
  }),
  neutral: { penalty: 0 },
  create:
    ({ penalty, window, prompt }) =>
    (distribution, context) => {
      const seen = new Set(penalty === 0 ? [] : recentTokens(counted(context, prompt), window))
      if (seen.size === 0) return distribution
      return distribution.withLogits(new Map([...seen].map((id) => [id, distribution.logitOf(id) - penalty])))
    },
})
