import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fold } from '../../../src/experiments/report/fold.ts'

const long = 'A sentence of many words that goes on and on. '.repeat(5).trim()

it('breaks prose, lists and quotes between words', () => {
  const folded = fold(`${long}\n\n- ${long}\n\n> ${long}`)
  expect(Math.max(...folded.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(110)
  expect(folded.replaceAll(/\n(?:> | {2})?(?=\S)/g, ' ').replaceAll('  ', ' ')).toContain(long)
  expect(folded.split('\n').filter((line) => line.startsWith('> '))).toHaveLength(3)
  expect(folded).toContain('\n  ')
})

it('leaves tables, headings, pictures and code', () => {
  for (const line of [`| ${long} |`, `# ${long}`, `![${long}](a.svg)`, `\`\`\`\n${long}\n\`\`\``])
    expect(fold(line)).toBe(line)
})

it('loses no word, and begins no list, quote or heading', () => {
  const word = fc.constantFrom('word', '-', '>', '#', '1.', '+', '|', 'a-b', 'x'.repeat(60))
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 80 }), (words) => {
      const text = ['start', ...words].join(' ')
      const folded = fold(text)
      expect(folded.replaceAll('\n', ' ')).toBe(text)
      for (const line of folded.split('\n').slice(1)) expect(line).not.toMatch(/^(?:[-+>#|]|1\.)/)
    }),
  )
})
