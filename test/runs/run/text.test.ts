import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTextStream } from '../../../src/runs/run/text.ts'

/** A vocabulary of single bytes: every multi-byte character needs several tokens. */
const bytes = { bytesOf: (token: number) => Uint8Array.of(token) }
const encode = (text: string) => [...new TextEncoder().encode(text)]

describe('createTextStream', () => {
  it('holds an incomplete character back until its last byte', () => {
    const stream = createTextStream(bytes)
    const [first, second] = encode('é') as [number, number]
    stream.update([first])
    expect(stream.text).toBe('')
    stream.update([first, second])
    expect(stream.pieces).toEqual(['', 'é'])
  })

  it('never shows half a character, and ends with the text, token by token', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const tokens = encode(text.toWellFormed())
        const stream = createTextStream(bytes)
        for (let count = 1; count <= tokens.length; count++) {
          stream.update(tokens.slice(0, count))
          expect(text.toWellFormed().startsWith(stream.text)).toBe(true)
        }
        expect(stream.text).toBe(text.toWellFormed())
      }),
    )
  })

  it('shows invalid bytes as the replacement character and goes on', () => {
    const stream = createTextStream(bytes)
    stream.update([0xff, 0x80, 0x41])
    expect(stream.text).toBe('\uFFFD\uFFFDA')
  })

  it('leaves out the bytes of the first token that are taken already', () => {
    const words = { bytesOf: (token: number) => new TextEncoder().encode(token === 1 ? ' zebra' : 's') }
    const stream = createTextStream(words, 1)
    stream.update([1, 2, 1])
    expect(stream.pieces).toEqual(['zebra', 's', ' zebra'])
    stream.update([1, 2, 2])
    expect(stream.text).toBe('zebrass')
  })

  it('replaces from the first token that changed', () => {
    const stream = createTextStream(bytes)
    stream.update(encode('abcd'))
    expect(stream.update(encode('abXY!'))).toEqual({ firstToken: 2, from: 2 })
    expect(stream.text).toBe('abXY!')
    expect(stream.update(encode('ab'))).toEqual({ firstToken: 2, from: 2 })
    expect(stream.text).toBe('ab')
  })
})
