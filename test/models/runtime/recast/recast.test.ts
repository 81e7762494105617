import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openLibrary } from '../../../../src/composition.ts'
import { recast } from '../../../../src/models/runtime/recast/recast.ts'
import { roundBlock } from '../../../../src/models/runtime/recast/weights.ts'
import { projectRoot } from '../../../../src/project.ts'
import { Distribution } from '../../../../src/sampling/distribution.ts'
import { totalVariation } from '../../../../src/sampling/total-variation.ts'

const library = openLibrary()
afterAll(() => library.release())

describe('a file with its weights in another number format', () => {
  it('gives nearly the same logits in float32, and others in 4 bits', async () => {
    const model = await library.load()
    const prompt = model.encode('Once upon a time there was a')
    const own = await distributionAfter(model, prompt)
    const distances = []
    for (const to of ['fp32', 'q4'] as const) {
      const other = (await library.openRecast(library.defaultId, to))!
      distances.push(totalVariation(own, await distributionAfter(other, prompt)))
      await other.release()
    }
    const [float, four] = distances
    expect(float).toBeGreaterThan(0)
    expect(float).toBeLessThan(0.05)
    expect(four).toBeGreaterThan(2 * float!)
  }, 60_000)

  it('is left alone where it holds no 8-bit blocks', () => {
    const path = join(projectRoot, 'models/books-13m/onnx/model_quantized.onnx')
    const four = recast(new Uint8Array(readFileSync(path)), 'q4')!
    expect(four.length).toBeLessThan(readFileSync(path).length)
    expect(recast(four, 'q4')).toBeUndefined()
    expect(recast(new Uint8Array(), 'fp32')).toBeUndefined()
  }, 60_000)
})

it('keeps 0, and every weight within a step', () => {
  const stored = Uint8Array.from({ length: 32 }, (_, index) => (index * 37) % 256)
  const { scale, zero, rounded } = roundBlock(stored, 0.01, 100)
  expect(
    roundBlock(
      stored.map(() => 100),
      0.01,
      100,
    ).rounded,
  ).toEqual(Array(32).fill(0))
  for (const [index, value] of stored.entries()) {
    const weight = 0.01 * (value - 100)
    // The zero point is rounded as well, so the ends of the range may be another half step away.
    expect(Math.abs(scale * (rounded[index]! - zero) - weight)).toBeLessThanOrEqual(1.0001 * scale)
  }
})

async function distributionAfter(model: Awaited<ReturnType<typeof library.load>>, prompt: number[]) {
  const batch = await model.prefill(prompt)
  try {
    return Distribution.fromLogits(batch.rows[0]!.logits.slice())
  } finally {
    batch.dispose()
  }
}
