import { describe, expect, it } from 'vitest'
import { atLeast, atMost } from '../../../src/experiments/claims/checks.ts'
import { defineExperiment } from '../../../src/experiments/harness/definition.ts'
import { type Provenance, resultOf } from '../../../src/experiments/harness/result.ts'
import { renderReport } from '../../../src/experiments/report/markdown.ts'

const experiment = defineExperiment<{ x: number }>({
  id: 'table-1',
  title: "What's | that?",
  claim: 'X is large.',
  paper: 'Somebody 2020',
  needsHuman: false,
  plan: () => [],
  measure: async () => ({ x: 0 }),
  checks: ({ x }) => [atLeast('X', x, 1), atMost('X | again', null, 9)],
  table: ({ x }) => ({
    columns: ['name', 'x'],
    rows: [
      ['a|b', x],
      ['none', null],
    ],
  }),
  figure: () => '<svg/>',
  examples: () => [
    { prompt: 'Once', lane: 'greedy', seed: 0, text: ' *upon*\n\na <time>', stop: 'end-of-text' },
  ],
  comparisons: ({ x }) => [
    { statement: 'X is 2', carriedOver: x === 2, why: 'It is not.' },
    { statement: 'X is a number', carriedOver: true, why: '' },
  ],
})

const provenance: Provenance = {
  model: 'm',
  hash: 'abc',
  setting: 'full',
  prompts: { openings: 40, tokens: 24, newTokens: 200 },
  seeds: [101, 102],
  version: 'commit 1',
  date: '2026-01-01T00:00:00.000Z',
  command: 'npm run --silent cli -- reproduce',
}
const results = [{ experiment, result: resultOf(experiment, { x: 3.45678 }, provenance) }]
const report = renderReport({ results, human: undefined, figures: 'results/', others: [] })

describe('the report', () => {
  it('states of each claim what was measured and what failed', () => {
    expect(report).toContain(
      "| [What's \\| that?](#whats--that) | partly reproduced | 1 of 2 checks passed, 1 of 2 " +
        'statements of the paper carried over | `reproduce table-1` |',
    )
    expect(report).toContain('| X ≥ 1 | 3.457 | passed |')
    expect(report).toContain('| X \\| again ≤ 9 | - | **failed** |')
    expect(report).toContain('| a\\|b | 3.457 |\n| none | - |')
    expect(report).toContain("![What's | that?](results/table-1.svg)")
  })

  it('shows texts as text', () => {
    expect(report).toContain('`greedy`, seed 0, ended by itself:\n\n> *Once* \\*upon\\*<br>a \\<time\\>')
  })

  it('lists what carried over and what did not', () => {
    expect(report).toMatch(
      /Carried over:\n\n- X is a number\.\n\nDid not carry over:\n\n- X is 2\. A likely reason: It is not\./,
    )
  })

  it('marks what was read from shipped figures', () => {
    expect(report).not.toContain('shipped figures)')
    const shipped = [{ experiment, result: resultOf(experiment, { x: 3 }, provenance, true) }]
    const own = renderReport({ results: shipped, human: undefined, figures: '', others: [] })
    expect(own).toContain('partly reproduced (shipped figures)')
    expect(own).toContain('this run computed nothing for them')
  })

  it('states of a claim measured in another setting which one', () => {
    expect(report).not.toContain('Of a run of its own')
    const quick = resultOf(experiment, { x: 3 }, { ...provenance, setting: 'quick', seeds: [7] })
    const mixed = renderReport({
      results: [...results, { experiment, result: quick }],
      human: undefined,
      figures: '',
      others: [],
    })
    expect(mixed).toMatch(/Of a run of its own: quick, 40 story openings .* seeds 7; `npm run/)
  })

  it('names no work, count or speed of our own run in a report on another', () => {
    expect(report).not.toMatch(/eight books|five times|several processes|six times/)
  })

  it('puts the table of other models below, or states how to get one', () => {
    expect(report).toContain('None has been measured yet')
    const other = resultOf(experiment, { x: 7 }, { ...provenance, model: 'another' })
    const both = renderReport({
      results,
      human: undefined,
      figures: '',
      others: [[{ experiment, result: other }]],
    })
    expect(both).not.toContain('None has been measured yet')
    expect(both).toContain(`| claim | ${provenance.model} | another |`)
    expect(both).toContain(`| What's \\| that? | ${results[0]!.result.verdict} | ${other.verdict} |`)
    expect(both.slice(both.indexOf('### Table 1 on another'))).toContain('| a\\|b | 7 |')
  })

  it('reports it where there is nothing yet', () => {
    expect(renderReport({ results: [], human: undefined, figures: '', others: [] })).toContain(
      'Nothing has been reproduced yet.',
    )
  })
})
