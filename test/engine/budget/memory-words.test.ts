import { describe, expect, it } from 'vitest'
import { memoryWords } from '../../../src/engine/budget/memory-words.ts'

const words = (cache: number, logits: number, records: number, runs?: number) =>
  memoryWords(
    { bytes: cache + logits + records, rows: 3, tokens: 109, parts: { cache, logits, records } },
    runs,
  )

describe('memoryWords', () => {
  it('writes what one run holds, and what many of them hold together', () => {
    expect(words(2_359_296, 196_608, 120_000)).toEqual({
      total: '2.68 MB',
      sum: '3 rows × up to 109 tokens are 2.36 MB of cache, with 0.2 MB of logits and 0.12 MB of records',
    })
    const { total, sum } = words(2_359_296, 196_608, 120_000, 30)
    expect(total).toBe('80.3 MB')
    expect(sum).toContain('30 × 3 rows × up to 109 tokens are 70.8 MB of cache')
    expect(words(1.51e9, 12.8e6, 12.6e6).total).toBe('1,536 MB')
  })

  it('adds up as it is shown, for any number of runs', () => {
    const megabytes = (text: string) => [...text.matchAll(/([\d,.]+) MB/g)].map(([, one]) => one!)
    for (let runs = 1; runs <= 1000; runs++) {
      const { total, sum } = words(2_359_296, 198_401 + runs, 120_007, runs)
      const parts = megabytes(sum).reduce((all, one) => all + Number(one.replace(',', '')), 0)
      expect(parts, `${runs} runs`).toBeCloseTo(Number(megabytes(total)[0]!.replace(',', '')), 6)
    }
  })
})
