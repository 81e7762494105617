import { describe, expect, it } from 'vitest'
import type { Batch } from '../../src/decoding/model.ts'
import { withPrefixCache } from '../../src/decoding/prefix-cache.ts'
import { fakeModel } from '../fakes/fake-model.ts'

/** The last row of a text, read token by token. */
async function readOn(batch: Batch, tokens: readonly number[]): Promise<Float32Array> {
  let current = batch
  for (const token of tokens) current = await current.extend([{ parent: 0, token }])
  const row = current.rows[0]!.logits.slice()
  current.dispose()
  return row
}

describe('a model that remembers', () => {
  it('answers as the model does, and asks it once', async () => {
    const model = fakeModel()
    const remembered = withPrefixCache(model)
    const text = [3, 1, 4, 1, 5]
    for (const _ of [1, 2]) {
      expect(await readOn(await remembered.prefill([2, 7]), text)).toEqual(model.logitsAfter([2, 7, ...text]))
    }
    expect(model.counts).toMatchObject({ prefills: 1, forwards: text.length })
    await readOn(await remembered.prefill([2, 7]), [...text, 6])
    expect(model.counts).toMatchObject({ prefills: 1, forwards: text.length + 1 })
  })

  it('keeps hypotheses that fork apart', async () => {
    const model = fakeModel()
    const remembered = withPrefixCache(model)
    const first = await remembered.prefill([1])
    const forked = await first.extend([
      { parent: 0, token: 2 },
      { parent: 0, token: 3 },
    ])
    const next = await forked.extend([
      { parent: 1, token: 4 },
      { parent: 1, token: 4 },
      { parent: 0, token: 5 },
    ])
    expect(next.rows.map(({ logits }) => logits)).toEqual(
      [
        [1, 3, 4],
        [1, 3, 4],
        [1, 2, 5],
      ].map((history) => model.logitsAfter(history)),
    )
  })

  it('distinguishes a prompt from the same tokens read one by one: the two round differently', async () => {
    const model = fakeModel()
    const remembered = withPrefixCache(model)
    await readOn(await remembered.prefill([1, 2, 3]), [])
    await readOn(await remembered.prefill([1]), [2, 3])
    expect(model.counts.prefills).toBe(2)
  })

  it('forgets what was not asked for the longest, and closes what it has open', async () => {
    const model = fakeModel()
    const remembered = withPrefixCache(model, 4 * 8 * 10)
    for (let start = 1; start < 8; start++) await readOn(await remembered.prefill([start]), [1, 2, 3, 4, 5])
    expect(model.counts.open).toBe(4)
    const before = model.counts.prefills
    await readOn(await remembered.prefill([1]), [1, 2])
    expect(model.counts.prefills).toBe(before + 1)
  })
})
