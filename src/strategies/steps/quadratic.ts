import { z } from 'zod'
import { defineStep } from '../chain/definition.ts'
import { real } from '../chain/parameters.ts'

export const quadratic = defineStep({
  id: 'quadratic',
  title: 'Quadratic smoothing',
  summary: 'Bends the logits: what is near the top comes nearer, what is far from it falls away.',
  formula:
    'With h the highest logit and d = logit(v) − h, the logit of v becomes h − k · factor · d² + s · ' +
    'factor · d³, where k = (3 − curve) / 2 and s = (curve − 1) / 2. At curve 1 it is h − factor · d².',
  paper: 'kalomaze 2024, text-generation-webui (smoothing factor and curve); no paper',
  weakness: 'Above curve 3 the bend turns over near the top, and the second token can overtake the first.',
  family: 'shape',
  parameters: z.strictObject({
    factor: real(
      0.3,
      { min: 0, max: 10 },
      { title: 'factor', help: 'how strongly distance from the top counts', slider: [0, 1] },
    ),
    curve: real(
      1,
      { min: 1, max: 10 },
      { title: 'curve', help: 'how much of the bend is cubic', slider: [1, 3] },
    ),
  }),
  neutral: { factor: 0 },
  create:
    ({ factor, curve }) =>
    (distribution) => {
      if (factor === 0) return distribution
      const [k, s] = [((3 - curve) / 2) * factor, ((curve - 1) / 2) * factor]
      const highest = distribution.logit(0)
      const logits = new Map<number, number>()
      distribution.forEachId((id) => {
        const d = distribution.logitOf(id) - highest
        const bent = d === 0 ? highest : highest - d * d * (k - s * d)
        // So far off that the square overflows: as good as impossible.
        logits.set(id, Number.isFinite(bent) ? bent : -Infinity)
      })
      return distribution.withLogits(logits)
    },
})
