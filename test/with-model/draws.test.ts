import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadModel } from '../../src/models/runtime/load.ts'
import { Distribution } from '../../src/sampling/distribution.ts'
import { draw } from '../../src/sampling/draw.ts'
import { randomStreams } from '../../src/sampling/random.ts'
import { chiSquare, criticalValue } from '../helpers/chi-square.ts'
import { applyChain } from '../helpers/reference.ts'
import { TINY_GPT2 } from '../models/tiny-gpt2.ts'
import { builtInModel } from './model.ts'

const CHAINS = [
  'sample',
  'temperature:1.3',
  'top-k:40',
  'nucleus:0.9',
  'min-p:0.02',
  'typical:0.9',
  'eta:0.001',
  'top-h:0.5',
  'tail-free:0.95',
  'top-n-sigma:1',
  'temperature:0.8+top-k:200+nucleus:0.95',
]
const DRAWS = 6000

const fixtures = { builtIn: join(import.meta.dirname, '../fixtures'), cache: '' }
const models = {
  'the built-in model, V = 8,192': builtInModel,
  'a GPT-2, V = 50,257': () => loadModel(TINY_GPT2, { folders: fixtures }),
}

describe.each(Object.entries(models))('draws from a distribution of %s', (_, load) => {
  it('follow the exact distribution under every kind of cut', async () => {
    const model = await load()
    const batch = await model.prefill(model.encode('She opened the letter and read'))
    const raw = Distribution.fromLogits(batch.rows[0]!.logits)
    batch.dispose()
    for (const [index, chain] of CHAINS.entries()) {
      const final = applyChain(chain, raw)
      const uniform = randomStreams(index, 0)('draw')
      const counts = new Map<number, number>()
      for (let step = 0; step < DRAWS; step++) {
        const token = draw(final, uniform(step))
        counts.set(token, (counts.get(token) ?? 0) + 1)
      }
      const ids = Array.from({ length: final.size }, (_, rank) => final.id(rank))
      const { statistic, degrees } = chiSquare(
        ids.map((id) => counts.get(id) ?? 0),
        ids.map((id) => final.probabilityOf(id)),
      )
      expect([...counts.keys()].every((id) => final.includes(id))).toBe(true)
      if (degrees > 0) expect([chain, statistic < criticalValue(degrees)]).toEqual([chain, true])
    }
  })
})
