import { describe, expect, it } from 'vitest'
import { parseList } from '../../../src/page/lab/list.ts'

describe('a pasted list', () => {
  it.each([
    ['cat 2.4\ndog\t1.8\n\nbig bird, -inf', ['cat=2.4', 'dog=1.8', 'big bird=-inf']],
    ['{"cat": 2.4, "dog": 1.8}', ['cat=2.4', 'dog=1.8']],
    ['[["cat", 2.4], ["dog", 1e-3]]', ['cat=2.4', 'dog=0.001']],
    ['{"tokens": ["a", "b"], "logits": [1, "-Infinity"]}', ['a=1', 'b=-Infinity']],
  ])('%j is read', (text, expected) => {
    const parsed = parseList(text)
    if ('message' in parsed) throw new Error(parsed.message)
    expect(parsed.entries.map(({ word, value }) => `${word}=${value}`)).toEqual(expected)
  })

  it.each([
    ['', 'Paste at least one line: a word, a space and a number.'],
    ['cat 1\nfish', 'Line 2 must be a word and a number, got “fish”.'],
    ['[1, 2]', 'Entry 1 must be a word and a number, as in {"cat": 2.4, "dog": 1.8}.'],
    ['{"cat"}', 'This starts like JSON but does not read as JSON; check its quotes and commas.'],
  ])('%j is refused in one sentence', (text, message) => {
    expect(parseList(text)).toEqual({ message })
  })
})
