import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import {
  begunAt,
  journalIn,
  removeOthersTexts,
  writeManifest,
} from '../../../src/experiments/harness/folder.ts'
import type { Provenance } from '../../../src/experiments/harness/result.ts'

const folder = mkdtempSync(join(tmpdir(), 'results-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run: Provenance = {
  model: 'books',
  hash: 'ab',
  setting: 'full',
  prompts: { openings: 40, tokens: 24, newTokens: 200 },
  seeds: [101],
  version: 'commit 1',
  processor: 'AVX2',
  command: 'reproduce',
  date: '2026-01-01T00:00:00.000Z',
}

describe('a run in a folder that holds one', () => {
  beforeEach(() => {
    writeManifest(folder, run)
    writeFileSync(journalIn(folder), '["a",1]\n')
  })

  it('goes on with its texts, begun when it began', () => {
    expect(begunAt(folder, run)).toBe(run.date)
    expect(removeOthersTexts(folder, run)).toBeUndefined()
    expect(readFileSync(journalIn(folder), 'utf8')).toBe('["a",1]\n')
  })

  it.each([
    ['by other code', { version: 'commit 2' }],
    ['on another processor', { processor: 'AVX-512' }],
    ['on another processor, from before it was noted', { processor: undefined }],
  ])('begins anew %s, and states whose texts it does not take', (_, change) => {
    const other = { ...run, ...change } as Provenance
    expect(Date.parse(begunAt(folder, other))).toBeGreaterThan(Date.parse(run.date))
    expect(removeOthersTexts(folder, other)).toBe(
      `The texts kept in ${folder} were made by commit 1 on AVX2; they are made anew.`,
    )
    expect(existsSync(journalIn(folder))).toBe(false)
  })

  it('keeps texts of another setting, which are of the same code', () => {
    const quick = { ...run, setting: 'quick' }
    expect(begunAt(folder, quick)).not.toBe(run.date)
    expect(removeOthersTexts(folder, quick)).toBeUndefined()
    expect(existsSync(journalIn(folder))).toBe(true)
  })
})
