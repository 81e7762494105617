import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../src/errors.ts'
import { parseChain } from '../../../../src/runs/request/notation.ts'
import { createPhraseFinder, phraseFault } from '../../../../src/strategies/searches/ban/phrase-finder.ts'

const DEFAULTS = { match: 'word', case: 'ignore' } as const

/** What is found as the text grows by one character at a time: the length at which it was, and where. */
function growing(settings: Parameters<typeof createPhraseFinder>[0], text: string, behind = 0) {
  const find = createPhraseFinder(settings)
  for (let length = behind + 1; length <= text.length; length++) {
    const found = find(text.slice(0, length), behind, length === text.length)
    if (found) return { ...found, length }
  }
  return undefined
}

describe('phrases', () => {
  it.each([
    {
      phrases: 'tapestry',
      text: 'a rich Tapestry, woven',
      found: { start: 7, text: 'Tapestry', length: 16 },
    },
    { phrases: 'tapestry', text: 'rich tapestrylike things', found: undefined },
    { phrases: 'art', text: 'the start of it', found: undefined },
    { phrases: 'art', text: 'the art', found: { start: 4, text: 'art', length: 7 } },
    {
      phrases: 'x|in the end',
      text: 'so in the end it',
      found: { start: 3, text: 'in the end', length: 14 },
    },
    { phrases: 'élan', text: 'with élan, and', found: { start: 5, text: 'élan', length: 10 } },
    { phrases: 'élan', text: 'with délan, and', found: undefined },
    { phrases: '!', text: 'no!x', found: { start: 2, text: '!', length: 3 } },
    { phrases: 'a.c', text: 'abc a.c ', found: { start: 4, text: 'a.c', length: 8 } },
    { phrases: '', text: 'anything', found: undefined },
    { phrases: ' | ', text: 'any thing', found: undefined },
  ])('"$phrases" as words in "$text"', ({ phrases, text, found }) => {
    expect(growing({ ...DEFAULTS, phrases }, text)).toEqual(found)
  })

  it('are found inside words, or with their capitals only, on request', () => {
    expect(growing({ phrases: 'art', match: 'anywhere', case: 'keep' }, 'the start')).toMatchObject({
      start: 6,
    })
    expect(growing({ phrases: 'Art', match: 'anywhere', case: 'keep' }, 'the start')).toBeUndefined()
  })

  it('may be a regular expression, found once nothing that follows can undo it', () => {
    const regex = (phrases: string) => ({ phrases, match: 'regex', case: 'keep' }) as const
    expect(growing(regex('\\d{2,}'), 'in 1984')).toEqual({ start: 3, text: '19', length: 5 })
    expect(growing(regex('\\bcat\\b'), 'a catalogue, a cat.')).toEqual({ start: 15, text: 'cat', length: 19 })
    expect(growing(regex('^The'), 'xThe')).toBeUndefined()
    expect(growing(regex('x*'), 'abc')).toBeUndefined()
  })

  it('reach over from the prompt, and are not looked for in it', () => {
    expect(growing({ ...DEFAULTS, phrases: 'old man' }, 'the old man. The old man!', 8)).toMatchObject({
      start: 4,
    })
    expect(growing({ ...DEFAULTS, phrases: 'old man' }, 'the old man. The old man!', 12)).toMatchObject({
      start: 17,
    })
  })

  it('take time in proportion to their text, whatever the expression', () => {
    const find = createPhraseFinder({ phrases: '(a+)+b|(a|a)*c', match: 'regex', case: 'keep' })
    const started = performance.now()
    expect(find('a'.repeat(5000), 0, false)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(500)
  })

  it('that cannot be compiled, or compile to too much, are refused in a sentence', () => {
    const regex = (phrases: string) => phraseFault({ phrases, match: 'regex', case: 'keep' })
    expect(regex('(a')).toBe('expected a regular expression of RE2, got "(a" (missing closing ): `(a`).')
    expect(regex('(?=a)b')).toMatch(/RE2/)
    expect(regex('(?:[a-z]{1,100}x){9}(?:yz){1,900}(?:xy){1,900}')).toMatch(/4000 are allowed/)
    expect(phraseFault({ ...DEFAULTS, phrases: '(a' })).toBeUndefined()
    expect(() => parseChain('ban-phrases:phrases=(a,match=regex')).toThrow(UserError)
    expect(() => parseChain('ban-phrases:phrases=(a,match=regex')).toThrow(
      'Ban phrases: expected a regular expression of RE2, got "(a"',
    )
  })
})
