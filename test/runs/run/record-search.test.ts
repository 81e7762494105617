import { describe, expect, it } from 'vitest'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { createCollector } from '../../../src/runs/run/collect.ts'
import type { BeamRecord } from '../../../src/runs/run/events.ts'
import { recordSearch } from '../../../src/runs/run/record-search.ts'
import { run } from '../../../src/runs/run/run.ts'
import { fakeModel } from '../../fakes/fake-model.ts'

async function recordOf(lane: string, trace: boolean) {
  const collector = createCollector()
  const input = { prompt: 'a', lanes: [lane], maxTokens: 6, seed: 1, trace }
  await run(fakeModel(), parseRunRequest(input), collector.receive)
  const [sample] = collector.result().lanes[0]!.samples
  return { sample: sample!, record: sample!.search as BeamRecord | undefined }
}

describe('the record of a beam search', () => {
  it.each(['beam:width=3', 'diverse-beam:width=4', 'stochastic-beam:width=3'])(
    'of %s has words, sums and the text shown',
    async (lane) => {
      const { sample, record } = await recordOf(lane, true)
      expect(record?.kind).toBe('beam')
      const { steps, ranking } = record!
      expect(ranking[0]!.tokens).toEqual(sample.tokens)
      expect(ranking[0]!.text).toBe(sample.text)
      const model = fakeModel()
      for (const child of steps.flat()) expect(child.text).toBe(model.nameOf(child.token))
      // Sums only fall: each is its parent's and one more log-probability.
      for (const [depth, level] of steps.entries()) {
        for (const { parent, logProbability } of level) {
          const before = depth === 0 ? 0 : steps[depth - 1]![parent]!.logProbability
          expect(logProbability).toBeLessThanOrEqual(before)
        }
      }
    },
  )

  it('is sent only with a trace', async () => {
    expect((await recordOf('beam:width=3', false)).record).toBeUndefined()
  })

  it('leaves other searches as they are', () => {
    const record = { kind: 'contrastive', steps: [] }
    expect(recordSearch(fakeModel(), record)).toBe(record)
  })
})
