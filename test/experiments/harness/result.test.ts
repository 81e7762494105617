import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { numerics } from '../../../src/experiments/claims/numerics.ts'
import { reportOf } from '../../../src/experiments/harness/folder.ts'
import { resultOf, writeResult } from '../../../src/experiments/harness/result.ts'
import { emptyCard } from '../../../src/web/pages/gallery/card.ts'

const folder = mkdtempSync(join(tmpdir(), 'nucleus-'))
afterAll(() => rmSync(folder, { recursive: true }))

const provenance = {
  model: 'a-model',
  hash: 'a'.repeat(64),
  setting: 'quick',
  prompts: { openings: 12, tokens: 24, newTokens: 200 },
  seeds: [101],
  version: 'commit 0',
  date: '2026-01-01T00:00:00.000Z',
  command: 'npm run --silent cli -- reproduce numerics --model a-model',
}
const result = resultOf(numerics, { maxTokens: 200, batches: [], compared: [], usual: null }, provenance)

it('a claim of which nothing can be measured on a model is not measured, and no check of it failed', () => {
  expect(result).toMatchObject({ verdict: 'not measured', checks: [], comparisons: [] })
  expect(result.unmeasured).toMatch(/8-bit numbers in blocks of 32/)
})

it('states why in its file and report, without a table or a figure, also where there were some', () => {
  for (const kind of ['csv', 'svg']) writeFileSync(join(folder, `numerics.${kind}`), 'of an earlier model')
  writeResult(folder, numerics, result)
  expect(existsSync(join(folder, 'numerics.csv'))).toBe(false)
  expect(existsSync(join(folder, 'numerics.svg'))).toBe(false)
  expect(JSON.parse(readFileSync(join(folder, 'numerics.json'), 'utf8')).unmeasured).toBe(result.unmeasured)
  const report = reportOf(folder)
  expect(report.replaceAll('\n', ' ')).toContain(`**Not measured:** ${result.unmeasured}`)
  expect(report).toContain('| not measured | - |')
  expect(report).not.toMatch(/\*\*failed\*\*|numerics\.svg/)
})

it('has a card with the reason', () => {
  const card = emptyCard(numerics, true, 'a-model', result.unmeasured)
  expect(card.badge.word).toBe('Not measured')
  expect(card.why).toBe(result.unmeasured)
})
