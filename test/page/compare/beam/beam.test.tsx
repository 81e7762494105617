import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { Lattice, latticeWords } from '../../../../src/page/compare/beam/lattice.tsx'
import { rankEnded, topOfEither } from '../../../../src/page/compare/beam/ranking.ts'
import { Ranking } from '../../../../src/page/compare/beam/ranking-view.tsx'
import { scoringOf } from '../../../../src/page/compare/beam/record.ts'
import { TextTable } from '../../../../src/page/compare/beam/text-table.tsx'
import { bestOf, fatesAt, pathTo, sharedStart, textOf } from '../../../../src/page/compare/beam/tree.ts'
import type { BeamRecord } from '../../../../src/runs/run/events.ts'
import { recordSearch } from '../../../../src/runs/run/record-search.ts'
import { describeStrategy } from '../../../../src/strategies/chain/describe.ts'
import { registry } from '../../../../src/strategies/registry.ts'
import { beamRule } from '../../../../src/strategies/searches/beam/rule.ts'
import { fakeModel } from '../../../fakes/fake-model.ts'
import { runLane } from '../../../fakes/lane.ts'

const strategies = registry.map(describeStrategy)
const SCORING = { penalty: 1, isDiverse: false }
const LANES = ['beam:width=3', 'diverse-beam:width=4', 'stochastic-beam:width=3'] as const

/** A real search with its record, as the page gets it. */
async function searched(lane: string, maxTokens = 7) {
  const model = fakeModel()
  const { search, tokens } = await runLane(model, lane, { maxTokens, trace: true })
  return { record: recordSearch(model, search) as BeamRecord, tokens }
}

describe('what a beam search did', () => {
  it.each(LANES)(
    'is read from the record of %s: every path leads to the prompt and adds up',
    async (lane) => {
      const { record } = await searched(lane)
      for (const [step, level] of record.steps.entries()) {
        for (const [index, child] of level.entries()) {
          const path = pathTo(record.steps, step, index)
          expect(path.length).toBe(step + 1)
          expect(path.at(-1)!.child).toBe(child)
          expect(path[0]!.child.parent).toBe(-1)
        }
      }
    },
  )

  it.each(LANES)('ends in %s with paths to exactly the texts that ended', async (lane) => {
    const { record } = await searched(lane)
    const fates = fatesAt(record.steps, record.steps.length - 1)
    const ended = record.steps.flatMap((level, step) =>
      level.flatMap(({ finished }, index) =>
        finished ? [pathTo(record.steps, step, index).map(({ child }) => child.token)] : [],
      ),
    )
    expect(ended).toEqual(record.finished.map(({ tokens }) => tokens))
    expect(fates.flat()).not.toContain('running')
  })

  it('marks what leads on, what ended and what is gone, as seen from a step', () => {
    const child = (parent: number, fate: 'kept' | 'finished' | 'pruned') => ({
      parent,
      token: 1,
      text: ' a',
      logProbability: -1,
      score: -1,
      kept: fate === 'kept',
      finished: fate === 'finished',
      group: 0,
    })
    const levels = [
      [child(-1, 'kept'), child(-1, 'kept'), child(-1, 'kept'), child(-1, 'pruned')],
      [child(0, 'kept'), child(1, 'finished'), child(2, 'pruned')],
    ]
    expect(fatesAt(levels, 0)).toEqual([['running', 'running', 'running', 'gone']])
    expect(fatesAt(levels, 1)).toEqual([
      ['running', 'finished', 'gone', 'gone'],
      ['running', 'finished', 'gone'],
    ])
    expect(bestOf(levels[1]!)).toBe(0)
    expect(textOf(pathTo(levels, 1, 1))).toBe(' a a')
  })

  it('states what all texts begin with, to the end of a word', () => {
    expect(sharedStart(['the old man sat', 'the old map', 'the old'])).toBe(7)
    expect(sharedStart(['the old man sat', 'the old map'])).toBe(7)
    expect(sharedStart(['only one'])).toBe(0)
  })
})

describe('the length penalty', () => {
  const penalties = [-0.5, 0, 0.7, 1, 2]

  it.each(penalties)('ranks by the very scores of the search at %d', async (penalty) => {
    for (const lane of [
      `beam:width=3,length-penalty=${penalty}`,
      `diverse-beam:width=4,length-penalty=${penalty}`,
    ]) {
      const { record, tokens } = await searched(lane)
      const ranked = rankEnded(record.finished, penalty)
      expect(ranked.map(({ rating }) => rating)).toEqual(
        [...record.finished].sort((a, b) => b.score - a.score).map(({ score }) => score),
      )
      expect(ranked[0]!.ended.tokens).toEqual(record.ranking[0]!.tokens)
      expect(ranked[0]!.ended.tokens).toEqual(tokens)
    }
  })

  it('re-ranks at another penalty by the rule of the searches', async () => {
    const { record } = await searched('beam:width=6,early-stopping=never', 9)
    const limits = { maxTokens: 9, room: 9, endOfText: [0] }
    expect(new Set(record.finished.map(({ length }) => length)).size).toBeGreaterThan(1)
    for (const penalty of penalties) {
      const { rate } = beamRule({ width: 6, lengthPenalty: penalty, earlyStopping: 'never' }, limits)
      for (const { ended, rating } of rankEnded(record.finished, penalty))
        expect(rating).toBe(rate(ended.sum, ended.length))
      expect(
        rankEnded(record.finished, penalty)
          .map(({ before }) => before)
          .sort((a, b) => a - b),
      ).toEqual(record.finished.map((_, index) => index + 1))
    }
    const byPlainSum = rankEnded(record.finished, 0)
    expect(byPlainSum.every(({ before, after }) => before === after)).toBe(true)
  })

  it('is none in stochastic beam search: places by log-probability against the perturbed sum', async () => {
    const { record } = await searched('stochastic-beam:width=3')
    const ranked = rankEnded(record.finished, undefined)
    expect(ranked[0]!.ended.tokens).toEqual(record.ranking[0]!.tokens)
    const likeliest = Math.max(...record.finished.map(({ logProbability }) => logProbability))
    expect(ranked.find(({ before }) => before === 1)!.ended.logProbability).toBe(likeliest)
    expect(topOfEither(ranked, 1).length).toBeLessThanOrEqual(2)
  })
})

describe('the picture and the tables', () => {
  it('know which searches keep a beam, and how they score', () => {
    expect(scoringOf('beam:width=4,length-penalty=0.5', strategies)).toEqual({
      penalty: 0.5,
      isDiverse: false,
    })
    expect(scoringOf('diverse-beam', strategies)).toEqual({ penalty: 1, isDiverse: true })
    expect(scoringOf('temperature:0.5+stochastic-beam', strategies)).toEqual({
      penalty: undefined,
      isDiverse: false,
    })
    for (const lane of ['greedy', 'nucleus:0.9', 'contrastive'])
      expect(scoringOf(lane, strategies)).toBeUndefined()
  })

  it('draw no more columns than asked for, and name every child of the step', async () => {
    const { record } = await searched('beam:width=3')
    const step = record.steps.length - 1
    const svg = renderToString(
      <Lattice levels={record.steps} step={step} picked={0} columns={3} pick={() => {}} />,
    )
    expect(svg.match(/class="beam-step/g)?.length).toBe(3)
    expect(svg.match(/data-pick=/g)?.length).toBe(record.steps[step]!.length)
    expect(svg).not.toContain('style=')
    expect(latticeWords(record.steps, step)).toContain(`Token ${step + 1} of ${step + 1}`)
    const table = renderToString(
      <TextTable levels={record.steps} step={step} picked={0} scoring={SCORING} pick={() => {}} />,
    )
    expect(table.match(/<tr class/g)?.length).toBe(record.steps[step]!.length)
  })

  it('draw a wide and long search at once: 64 beams, 256 steps', () => {
    const level = Array.from({ length: 128 }, (_, index) => ({
      parent: index % 64,
      token: index,
      text: ` word${index}`,
      logProbability: -index,
      score: -index,
      kept: index < 64,
      finished: false,
      group: 0,
    }))
    const levels = [level.map((child) => ({ ...child, parent: -1 })), ...Array<typeof level>(255).fill(level)]
    const started = process.cpuUsage()
    renderToString(<Lattice levels={levels} step={255} picked={0} columns={15} pick={() => {}} />)
    renderToString(<TextTable levels={levels} step={255} picked={0} scoring={SCORING} pick={() => {}} />)
    // Processor time: what else the machine does must not fail this.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500)
  })

  it('report it where no penalty can change the order', () => {
    const ended = (length: number, sum: number) => ({
      tokens: Array<number>(length).fill(1),
      text: ' a'.repeat(length),
      logProbability: sum,
      length,
      sum,
      score: sum / length,
      group: 0,
    })
    expect(
      renderToString(<Ranking finished={[ended(4, -3), ended(4, -5)]} penalty={1} plain="Σ ln P" />),
    ).toContain('no length penalty can change')
    const moved = renderToString(
      <Ranking finished={[ended(1, -3), ended(4, -5)]} penalty={1} plain="Σ ln P" />,
    )
    expect(moved).toContain('class="beam-slope"')
    expect(moved).toContain('2 of 2 change places')
  })
})
