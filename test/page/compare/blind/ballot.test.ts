import { describe, expect, it } from 'vitest'
import { ballotOf } from '../../../../src/page/compare/blind/ballot.ts'
import type { LaneView } from '../../../../src/page/compare/lane/view.ts'
import { pageOf } from '../render.tsx'

const [lane] = pageOf('lane=nucleus:0.9').views.value

const viewWith = (letter: string, text: string): LaneView => ({
  ...lane!,
  letter,
  sample: {
    steps: [{ token: 1, text, logprob: -1, rank: 1, entropy: 1, kept: 1, keptMass: 1, u: null }],
    received: 1,
    stop: 'length',
  },
})
const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ')
const views = ['A', 'B', 'C', 'D'].map((letter, index) =>
  viewWith(letter, ` ${letter} ${words(60 + 9 * index)}`),
)
const orderOf = (seed: number) => ballotOf(views, seed).map(({ view }) => view.letter)

describe('the ballot of a blind test', () => {
  it('has one order for a seed, and others for others: each place has each lane about as often', () => {
    expect(orderOf(7)).toEqual(orderOf(7))
    const first = Array.from({ length: 400 }, (_, seed) => orderOf(seed)[0]!)
    for (const letter of ['A', 'B', 'C', 'D']) {
      const times = first.filter((one) => one === letter).length
      expect(Math.abs(times - 100)).toBeLessThan(40)
    }
  })

  it('never has the order of the lanes, except of two texts', () => {
    const orders = new Set(Array.from({ length: 400 }, (_, seed) => orderOf(seed).join('')))
    expect(orders.size).toBe(23)
    expect(orders).not.toContain('ABCD')
    const two = (seed: number) => ballotOf(views.slice(0, 2), seed).map(({ view }) => view.letter)
    expect(new Set(Array.from({ length: 20 }, (_, seed) => two(seed).join('')))).toEqual(
      new Set(['AB', 'BA']),
    )
  })

  it('cuts all texts between words and before one length, so that no end reveals who wrote it', () => {
    const texts = ballotOf(views, 7).map(({ text }) => text)
    const shortest = Math.min(...views.map(({ sample }) => sample!.steps[0]!.text.trim().length))
    for (const text of texts) {
      expect(text).toMatch(/^[A-D] .*word\d+ …$/)
      expect(text.length).toBeLessThanOrEqual(shortest + 2)
      expect(text.length).toBeGreaterThan(shortest - 10)
    }
  })

  it('leaves out a lane without words', () => {
    expect(ballotOf([...views, viewWith('E', ' \n ')], 7)).toHaveLength(4)
  })
})
