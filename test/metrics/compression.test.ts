import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compressionOfSet, compressionOfText } from '../../src/metrics/compression.ts'

const of = (text?: string) => compressionOfText.compute({ tokens: [], ...(text !== undefined && { text }) })

describe('compression ratio', () => {
  it('is bytes of the text over bytes of its gzip', () => {
    const text = 'I don’t know. '.repeat(40)
    const zipped = gzipSync(text, { level: 9 })
    expect(gunzipSync(zipped).toString()).toBe(text)
    expect(of(text)).toBe(Buffer.byteLength(text) / zipped.length)
  })

  it('is higher where a text repeats itself, and below 1 where gzip’s own bytes are most of it', () => {
    const words = Array.from({ length: 300 }, (_, index) => `w${(index * 7919) % 2999}`)
    const [varied, looping] = [words.join(' '), 'w7 w8 w9 '.repeat(170)]
    expect(of(looping)!).toBeGreaterThan(4 * of(varied)!)
    expect(of('a')!).toBeLessThan(1)
  })

  it('is of nothing where no text is known, or an empty one', () => {
    expect([of(), of('')]).toEqual([null, null])
    expect(compressionOfSet.compute([])).toBeNull()
    expect(compressionOfSet.compute([{ tokens: [1], text: 'a' }, { tokens: [1] }])).toBeNull()
  })

  it('of a set counts what its texts share', () => {
    const text = 'The old house stood at the end of the lane, and nobody had lived in it for years.'
    const one = { tokens: [], text }
    expect(compressionOfSet.compute([one, one, one])!).toBeGreaterThan(2 * of(text)!)
    expect(compressionOfSet.compute([one])).toBe(of(text))
  })
})
