import { describe, expect, it } from 'vitest'
import { parseRunRequest } from '../../../../src/runs/request/request.ts'
import { createCollector } from '../../../../src/runs/run/collect.ts'
import type { BeamRecord } from '../../../../src/runs/run/events.ts'
import { run } from '../../../../src/runs/run/run.ts'
import { fakeModel } from '../../../fakes/fake-model.ts'

/** What a beam adds up for each token of the first step, after a prompt of token 1. */
async function firstSums(lane: string, logits: readonly number[]) {
  const model = fakeModel({ vocabularySize: 3, endOfText: [], logits: () => logits })
  const collector = createCollector()
  const request = parseRunRequest({ prompt: 'a', lanes: [lane], maxTokens: 1, seed: 1, trace: true })
  await run(model, request, collector.receive)
  const { steps } = collector.result().lanes[0]!.samples[0]!.search as BeamRecord
  return new Map(steps[0]!.map(({ token, logProbability }) => [token, logProbability]))
}

const logSumExp = (values: readonly number[]) => Math.log(values.reduce((sum, one) => sum + Math.exp(one), 0))

/** The rows of docs/differences.md: transformers changes log-probabilities and adds them up as they are. */
describe('steps under a beam', () => {
  it('share out what a ban takes away, as transformers does with renormalize_logits only', async () => {
    const logits = [0.3, 0.5, 0.2].map(Math.log)
    const sums = await firstSums('no-repeat-ngram:1+beam:width=3', logits)
    const transformers = { plain: Math.log(0.3), renormalised: Math.log(0.3) - Math.log(0.3 + 0.2) }
    expect([transformers.plain, transformers.renormalised]).toEqual([
      expect.closeTo(-1.204, 3),
      expect.closeTo(-0.511, 3),
    ])
    expect(sums.get(0)).toBeCloseTo(transformers.renormalised, 6)
    expect(sums.has(1)).toBe(false)
  })

  it('penalise logits, where transformers penalises log-probabilities', async () => {
    const logits = [0.5, 1, 0]
    const sums = await firstSums('repetition-penalty:2+beam:width=3', logits)
    const logs = logits.map((logit) => logit - logSumExp(logits))
    const penalised = [logs[0]!, 2 * logs[1]!, logs[2]!]
    const transformers = { plain: penalised[1]!, renormalised: penalised[1]! - logSumExp(penalised) }
    expect([transformers.plain, transformers.renormalised]).toEqual([
      expect.closeTo(-1.361, 3),
      expect.closeTo(-1.073, 3),
    ])
    expect(sums.get(1)).toBeCloseTo(-0.958, 3)
    expect(sums.get(1)).toBeCloseTo(0.5 - logSumExp([0.5, 0.5, 0]), 6)
  })
})
