import { expect, it } from 'vitest'
import { createEngine } from '../../../src/engine/local-engine.ts'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { fakeModel } from '../../fakes/fake-model.ts'

/** Rows of a forward, on average, when runs of one lane with so many samples arrive at once. */
async function rowsTogether(runs: readonly number[]): Promise<number> {
  const model = fakeModel({ id: 'one', contextLength: 96, endOfText: [] })
  const engine = createEngine({
    defaultId: 'one',
    borrow: async () => ({ id: 'one', model, giveBack: () => undefined }),
  })
  const start = (samples: number, seed: number) =>
    engine.start(
      parseRunRequest({ prompt: 'abc', lanes: ['sample'], samples, maxTokens: 30, seed }),
      () => undefined,
    )
  await Promise.all(runs.map(start))
  const { forwards, rows } = engine.stats()
  return rows / forwards
}

it('is as large as a forward takes where a class of thirty arrives at once', async () => {
  // Up to 30 of 32 rows; some forwards read a prompt, and the last ones are small.
  expect(await rowsTogether(Array(30).fill(3))).toBeGreaterThan(12)
})

it('is kept small beside a single row, which would wait for it', async () => {
  expect(await rowsTogether([1, 32])).toBeLessThan(18)
})
