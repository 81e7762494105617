import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compressionRatio } from '../../src/metrics/compression.ts'
import { measureSet, measureText } from '../../src/metrics/registry.ts'

const PROSE =
  'It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of ' +
  'foolishness.'

describe('the compression ratio', () => {
  it('is what the encoder gave when it was written down', () => {
    expect(compressionRatio('a')).toBe(21)
    expect(compressionRatio(PROSE)).toBeCloseTo(79 / 109, 12)
    expect(compressionRatio('abc '.repeat(100))).toBeCloseTo(28 / 400, 12)
    expect(compressionRatio('é'.repeat(50))).toBeCloseTo(24 / 100, 12)
    expect(compressionRatio('')).toBeNull()
  })

  it('lies within a few bytes of zlib, another encoder of the same format', () => {
    const words = fc.array(fc.constantFrom('the', ' a', 'sea', ' and', 'Ω', '.'), {
      minLength: 1,
      maxLength: 800,
    })
    fc.assert(
      fc.property(words, (some) => {
        const text = some.join('')
        const bytes = Buffer.byteLength(text)
        const theirs = gzipSync(text, { level: 9 }).length
        const ours = Math.round(compressionRatio(text)! * bytes)
        expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(16)
      }),
    )
  })

  it('falls as a text repeats itself, and is of the text, whatever its tokens', () => {
    const [once, often] = [PROSE, `${PROSE} `.repeat(4)].map((text) => measureText({ tokens: [1], text }))
    expect(often!['compression-ratio']!).toBeLessThan(once!['compression-ratio']! / 2)
    expect(measureText({ tokens: [1, 2] })['compression-ratio']).toBeNull()
  })

  it('of a set is that of all its texts in one file: what they share counts', () => {
    const record = { tokens: [1], text: PROSE }
    const { 'compression-ratio': alike } = measureSet([record, record])
    expect(alike).toBe(compressionRatio(`${PROSE}\n${PROSE}`))
    expect(alike!).toBeLessThan(compressionRatio(PROSE)!)
    expect(measureSet([record, { tokens: [1] }])['compression-ratio']).toBeNull()
    expect(measureSet([])['compression-ratio']).toBeNull()
  })
})
