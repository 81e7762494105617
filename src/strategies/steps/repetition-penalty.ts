import { z } from 'zod'
import { recentTokens } from '../../sampling/penalties.ts'
import { defineStep } from '../chain/definition.ts'
import { historyWindow, real } from '../chain/parameters.ts'

export const repetitionPenalty = defineStep({
  id: 'repetition-penalty',
  title: 'Repetition penalty',
  summary: 'Makes every token that was seen less likely, once, however often it was seen.',
  formula:
    'A seen token’s logit u becomes u · penalty if u < 0, else u / penalty. Prompt tokens count as seen.',
  paper: 'Keskar et al. 2019 (CTRL), arXiv 1909.05858, section 4.1',
  weakness:
    'Its strength depends on where the logits’ zero lies, and it punishes “the” as it punishes a loop.',
  isCommon: true,
  family: 'repetition',
  parameters: z.strictObject({
    penalty: real(
      1.2,
      { min: 0.01, max: 100 },
      { title: 'penalty', help: 'a factor; below 1 it rewards repetition', slider: [1, 2] },
    ),
    window: historyWindow(),
  }),
  neutral: { penalty: 1 },
  create:
    ({ penalty, window }) =>
    (distribution, { history }) => {
      const seen = new Set(penalty === 1 ? [] : recentTokens(history, window))
      if (seen.size === 0) return distribution
      const penalised = (logit: number) => (logit < 0 ? logit * penalty : logit / penalty)
      return distribution.withLogits(
        new Map([...seen].map((id) => [id, penalised(distribution.logitOf(id))])),
      )
    },
})
