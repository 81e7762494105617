import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { call } from './call.ts'

const folder = mkdtempSync(join(tmpdir(), 'score-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('score', () => {
  const path = file('text.txt', 'The old house stood at the end of the lane.')

  it('prints tokens and totals as the contract writes them', async () => {
    const { status, out, messages } = await call('score', '--lane', 'nucleus:0.9', '--json', path)
    expect([status, messages]).toEqual([0, ''])
    const { model, lane, tokens, totals } = JSON.parse(out)
    expect([model, lane]).toEqual(['books-13m', 'nucleus:0.9'])
    expect(tokens.map(({ text }: { text: string }) => text).join('')).toBe(
      'The old house stood at the end of the lane.',
    )
    expect(Object.keys(tokens[0])).toEqual(
      expect.arrayContaining(['token', 'logprob', 'rank', 'entropy', 'kept']),
    )
    expect(totals.bytes).toBe(43)
    expect(totals.perplexity).toBeGreaterThan(5)
    expect(totals.coverage).toBeGreaterThan(0.8)
  })

  it('prints a table for people', async () => {
    const { out } = await call('score', '--lane', 'greedy', path)
    expect(out).toMatch(/removed by greedy/)
    expect(out).toMatch(/bits per byte \d\.\d+\ncoverage \d+\.\d\d%$/)
  })

  it.each([
    [['score'], /Expected one file \(or - for standard input\), got none/],
    [['score', join(folder, 'none.txt')], /but it does not exist\./],
    [['score', folder], /but it is a folder\./],
    [['score', '--lane', 'beam:4', path], /beam judges whole texts, not tokens\./],
  ])('%j is one sentence on stderr and exit 2', async (args, message) => {
    const { status, out, messages } = await call(...args)
    expect([status, out]).toEqual([2, ''])
    expect(messages).toMatch(message)
  })
})
