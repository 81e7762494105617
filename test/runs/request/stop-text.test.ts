import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readStopText, readStopTexts, writeStopText } from '../../../src/runs/request/stop-text.ts'

it('reads a stop text as it is typed', () => {
  expect(readStopText('\\n\\n')).toBe('\n\n')
  expect(readStopText('a\\tb\\\\n')).toBe('a\tb\\n')
  expect(readStopText('C:\\dir\\')).toBe('C:\\dir\\')
})

it('reads one a line, empty lines aside', () => {
  expect(readStopTexts('\\n\n\r\n The end')).toEqual(['\n', ' The end'])
  expect(readStopTexts('')).toEqual([])
})

it('writes what it reads', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readStopText(writeStopText(text))).toBe(text)
    }),
  )
})
