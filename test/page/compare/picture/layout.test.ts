import { describe, expect, it } from 'vitest'
import { isNeeded } from '../../../../src/page/compare/picture/fonts.ts'
import { layOut } from '../../../../src/page/compare/picture/layout.ts'

/** Every character is one pixel wide. */
const lay = (tokens: readonly string[], width: number) => {
  const { placed, lines } = layOut(tokens, width, (text) => text.length)
  const words = Array.from({ length: lines }, (_, line) =>
    placed.filter((one) => one.line === line).map(({ x, text }) => `${x}:${text}`),
  )
  return words.map((line) => line.join(' '))
}

describe('a text in lines', () => {
  it('keeps the tokens of a word together', () => {
    expect(lay([' one', ' two', 'th', 'ree', ' four'], 9)).toEqual(['0:one', '0:two 3:th 5:ree', '0:four'])
  })

  it('breaks where the text does, and closes up blank lines', () => {
    expect(lay(['a', '\n', '\n', 'b', '.\n\n', 'c'], 9)).toEqual(['0:a', '0:b 1:.', '0:c'])
  })

  it('breaks a word that is wider than a line', () => {
    expect(lay(['ab abcdefg', 'h i'], 4)).toEqual(['0:ab', '0:a 1:b 2:c 3:d', '0:e 1:f 2:g 3:h', '0:i'])
  })

  it('has no line for an empty text', () => {
    expect(layOut(['', '\n'], 9, () => 1)).toEqual({ placed: [], lines: 0 })
  })
})

describe('fonts inside a file', () => {
  it('are those of the characters that occur', () => {
    const points = new Set([0x41, 0x416])
    expect(isNeeded('U+0000-00FF, U+0131', points)).toBe(true)
    expect(isNeeded('U+0131', points)).toBe(false)
    expect(isNeeded('U+0400-045F', points)).toBe(true)
    expect(isNeeded('', points)).toBe(true)
  })
})
