import { describe, expect, it } from 'vitest'
import { createKeptTexts, trimTexts } from '../../../src/models/runtime/kept-texts.ts'

const BYTES_PER_TOKEN = 8
/** A row whose token i is the number i. */
const row = (length: number) => Float32Array.from({ length: 2 * length }, (_, index) => index >> 1)
const singles = (...tokens: number[]) => tokens.map((token) => [token])

describe('texts that are kept', () => {
  it('are found by their longest common beginning, read in the same pieces', () => {
    const texts = createKeptTexts(8000, BYTES_PER_TOKEN)
    expect(texts.find([[1, 2]])).toBeUndefined()
    texts.keep([[1, 2], [3, 4], ...singles(5, 6)], row)
    expect(texts.find([[1, 2], [3, 4], ...singles(5, 7)])).toMatchObject({ read: 3, length: 5, held: 6 })
    expect(texts.find([[1, 2], ...singles(3, 4)])).toMatchObject({ read: 1, length: 2 })
    expect(texts.find([[1, 2, 3, 4]])).toBeUndefined()
    // Of a text that is kept whole the last piece is read again, for its logits.
    expect(texts.find([[1, 2], [3, 4], ...singles(5, 6)])).toMatchObject({ read: 3 })
  })

  it('give the logits after a prompt that is kept whole', () => {
    const texts = createKeptTexts(8000, BYTES_PER_TOKEN)
    const logits = Float32Array.of(1, 2, 3)
    texts.keep([[1, 2], [3, 4], ...singles(5)], row, { pieces: 2, logits })
    expect(
      texts.find([
        [1, 2],
        [3, 4],
      ]),
    ).toMatchObject({ read: 2, logits })
    expect(texts.bytes()).toBe(5 * BYTES_PER_TOKEN + 12)
  })

  it('are in the place of their beginnings', () => {
    const texts = createKeptTexts(8000, BYTES_PER_TOKEN)
    const logits = Float32Array.of(1)
    texts.keep([[1, 2]], row, { pieces: 1, logits })
    texts.keep([[1, 2], ...singles(3, 4)], row, { pieces: 1, logits })
    expect(texts.bytes()).toBe(4 * BYTES_PER_TOKEN + 4)
    expect(texts.find([[1, 2]])).toMatchObject({ read: 1, held: 4, logits })
    texts.keep([[1, 2]], row)
    expect(texts.bytes()).toBe(4 * BYTES_PER_TOKEN + 4)
  })

  it('of several models leave together, as many as a run needs the memory of', () => {
    const [one, other] = [0, 1].map(() => createKeptTexts(8000, BYTES_PER_TOKEN))
    one!.keep([[1, 2]], row)
    one!.keep([[3, 4]], row)
    other!.keep([[5, 6]], row)
    trimTexts([{ keptTexts: one! }, {}, { keptTexts: other! }], 5 * BYTES_PER_TOKEN)
    expect([one!.bytes(), other!.bytes()]).toEqual([2 * BYTES_PER_TOKEN, 2 * BYTES_PER_TOKEN])
    expect(one!.find([[1, 2], [7]])).toBeUndefined()
    trimTexts([{ keptTexts: one! }, { keptTexts: other! }], BYTES_PER_TOKEN)
    expect([one!.bytes(), other!.bytes()]).toEqual([0, 0])
  })

  it('leave in the order in which they were last found, and never exceed the budget', () => {
    const texts = createKeptTexts(4 * 10 * BYTES_PER_TOKEN, BYTES_PER_TOKEN)
    const text = (first: number) => [[first, ...Array.from({ length: 9 }, (_, index) => index)]]
    for (const first of [1, 2, 3, 4]) texts.keep(text(first), row, { pieces: 1, logits: new Float32Array() })
    expect(texts.find(text(1))).toBeDefined()
    texts.keep(text(5), row)
    expect(texts.find(text(2))).toBeUndefined()
    expect(texts.find(text(1))).toBeDefined()
    expect(texts.bytes()).toBeLessThanOrEqual(4 * 10 * BYTES_PER_TOKEN)
    texts.keep(
      [
        [6, 6, 6, 6, 6],
        [7, 7, 7, 7, 7, 7],
      ],
      row,
    )
    expect(texts.find([[6, 6, 6, 6, 6], [1]])).toMatchObject({ read: 1, held: 5 })
    texts.trim(0)
    expect(texts.bytes()).toBe(0)
    expect(texts.find(text(1))).toBeUndefined()
  })
})
