import { describe, expect, it } from 'vitest'
import { fullTrialTable, trialTable } from '../../../src/runs/trials/table.ts'
import { cellsOf, tableCsv, tableText } from '../../../src/runs/trials/table-text.ts'
import { trial } from './trials.ts'

const TRIALS = [
  trial(0, 1, { sample: [10, 12], greedy: [2] }),
  trial(0, 2, { sample: [14, 16], greedy: [2] }),
  trial(1, 3, { sample: [20, 22], greedy: [4] }),
]

const rowOf = (trials = TRIALS, lane = 'greedy') =>
  trialTable(trials).rows.find((row) => row.metric === 'perplexity' && row.lane === lane)!

describe('trialTable', () => {
  it('states how many texts broke off with an error', () => {
    const broken = structuredClone(TRIALS)
    Object.assign(broken[0]!.result.lanes[0]!.samples[1]!, { stop: 'error', message: 'At token 3: …' })
    expect(tableText(trialTable(broken))).toContain(
      '9 texts of 2 prompts in 3 runs. Broken off by an error, and measured as far as they came: 1. ' +
        'Intervals',
    )
    expect([trialTable(TRIALS).failed, trialTable(broken).failed]).toEqual([0, 1])
    expect(tableText(trialTable(TRIALS))).not.toContain('Broken off')
  })

  it('states why an interval is blank', () => {
    const one = trialTable([trial(0, 1, { sample: [10], greedy: [2] })])
    expect(tableText(one)).toContain(
      '2 texts of 1 prompt in 1 run. Intervals and p need two prompts, or two texts a lane of one prompt',
    )
    const mixed = trialTable([trial(0, 1, { sample: [10, 12], greedy: [2] })])
    expect(tableText(mixed)).toContain(
      'Intervals: 95% bootstrap over texts. One text alone has none. Differences',
    )
    expect(tableText(trialTable(TRIALS))).not.toContain('has none')
  })

  it('has the mean over texts of every lane, with an interval over prompts', () => {
    const table = trialTable(TRIALS)
    expect(table).toMatchObject({
      lanes: ['sample', 'greedy'],
      prompts: 2,
      runs: 3,
      texts: 9,
      over: 'prompts',
    })
    // Prompts have 4 and 2 texts: resamples are of one of them twice, or of both.
    expect(rowOf(TRIALS, 'sample')).toEqual({
      metric: 'perplexity',
      lane: 'sample',
      texts: 6,
      mean: 94 / 6,
      low: 13,
      high: 21,
    })
    expect(rowOf()).toMatchObject({ texts: 3, mean: 8 / 3, low: 2, high: 4 })
  })

  it('sets the one text of a lane without chance beside every sample of the other', () => {
    const { against } = rowOf()
    expect(against).toMatchObject({ pairs: 6, difference: (8 + 10 + 12 + 14 + 16 + 18) / -6, p: 0.5 })
    expect(against!.correlation).toBeGreaterThan(0.8)
    expect(rowOf(TRIALS, 'sample').against).toBeUndefined()
  })

  it('resamples the texts of one prompt', () => {
    const table = trialTable([trial(0, 1, { sample: [10, 12, 14], 'top-k:5': [9, 11, 13] })])
    expect(table.over).toBe('texts')
    expect(
      table.rows.find(({ lane, metric }) => lane === 'top-k:5' && metric === 'perplexity'),
    ).toMatchObject({
      mean: 11,
      against: { pairs: 3, difference: -1, low: -1, high: -1, p: 0.25, correlation: 1 },
    })
  })

  it('leaves out what has no value, and lanes that share no prompt are not compared', () => {
    const table = trialTable([trial(0, 1, { sample: [10] }), trial(1, 1, { greedy: [2] })])
    expect(table.rows.every(({ against }) => against === undefined)).toBe(true)
    expect(table.rows.some(({ metric }) => metric === 'self-bleu-4')).toBe(false)
    expect(trialTable([]).rows).toEqual([])
  })

  it('measures all texts of a lane together on request', () => {
    const { sets } = fullTrialTable(TRIALS)
    expect(sets.greedy).toMatchObject({ 'unique-share': 1 / 3 })
  })

  it('has bits for people where the file has nats', () => {
    const row = { metric: 'entropy-mean-nats', lane: 'sample', texts: 2, mean: 2 * Math.LN2 }
    const against = { difference: Math.LN2, low: 0, high: 3 * Math.LN2, p: 0.5, pairs: 2, correlation: null }
    const whole = { ...row, low: Math.LN2, high: 4 * Math.LN2, against }
    expect(cellsOf(whole)).toEqual(['Mean entropy, bits', 'sample', '2', '2', '1 to 4', '1', '0 to 3', '0.5'])
    const table = { ...trialTable(TRIALS), rows: [whole] }
    expect(tableCsv(table).split('\n')[1]).toMatch(`entropy-mean-nats,sample,2,${2 * Math.LN2},`)
  })

  it('is a table for people and a file', () => {
    const table = trialTable(TRIALS)
    const lines = tableText(table).split('\n')
    expect(lines[0]).toMatch(/^metric +lane +texts +mean +95% +minus first lane +95% +p$/)
    expect(lines.find((line) => /^Perplexity +greedy/.test(line))).toMatch(
      /greedy +3 +2\.667 +2 to 4 +-13 +-17 to -11 +0\.5$/,
    )
    const large = tableText(trialTable([trial(0, 1, { sample: [8192], greedy: [-0] })]))
    expect(large).toMatch(/Perplexity +sample +1 +8,192$/m)
    expect(large).toMatch(/Perplexity +greedy +1 +0 +-8,192$/m)
    expect(lines.at(-1)).toBe(
      '9 texts of 2 prompts in 3 runs. Intervals: 95% bootstrap over prompts. Differences: paired by ' +
        'prompt, seed and sample with sample; p of a sign-flip test.',
    )
    const csv = tableCsv(table).split('\n')
    expect(csv[0]).toBe(
      'metric,lane,texts,mean,low,high,pairs,difference,difference-low,difference-high,p,correlation',
    )
    expect(csv.find((line) => line.startsWith('perplexity,sample'))).toBe(
      `perplexity,sample,6,${94 / 6},13,21,,,,,,`,
    )
  })
})
