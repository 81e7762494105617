import { describe, expect, it } from 'vitest'
import { readLane } from '../../../../src/page/compare/chain/lane-chain.ts'
import {
  changeWords,
  isWholeChange,
  snapshotOf,
  textsOf,
} from '../../../../src/page/compare/history/snapshot.ts'
import { grown, runOf, sampleOf, settings } from '../finished-run.ts'
import { offer } from '../render.tsx'

describe('history', () => {
  it('takes another step as a change of its own, another value not', () => {
    const of = (chain: string) =>
      snapshotOf({ ...settings, lanes: [{ key: 0, chain: readLane(chain, offer.strategies) }] }, undefined)
    const before = of('top-k:40+nucleus:0.9')
    expect(isWholeChange(before, of('top-k:41+nucleus:0.9'))).toBe(false)
    expect(isWholeChange(before, of('nucleus:0.9'))).toBe(true)
    expect(isWholeChange(before, of('nucleus:0.9+top-k:40'))).toBe(true)
    expect(isWholeChange(before, of('top-k:40+nucleus:0.9+min-p:0.1'))).toBe(true)
    const { prompt } = before.settings
    const become = (next: string) =>
      isWholeChange(before, snapshotOf({ ...before.settings, prompt: next }, undefined))
    expect([`${prompt} b`, `b${prompt}`, prompt.slice(1), ''].map(become)).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect(become('Words of an example')).toBe(true)
  })

  it('states what changed', () => {
    const before = snapshotOf(settings, undefined)
    const words = (changes: Partial<typeof settings>) =>
      changeWords(before, snapshotOf({ ...settings, ...changes }, undefined))
    expect(words({})).toBe('')
    expect(words({ seed: '1' })).toBe('seed')
    expect(words({ maxTokens: '7', seed: '1' })).toBe('max new tokens and seed')
    expect(words({ lanes: settings.lanes.toReversed() })).toBe('order of lanes')
    expect(words({ lanes: settings.lanes.slice(1) })).toBe('removal of lane A')
    expect(
      words({ lanes: [...settings.lanes, { key: 4, chain: readLane('greedy', offer.strategies) }] }),
    ).toBe('new lane E')
    expect(
      words({
        lanes: settings.lanes.map((lane) => ({ ...lane, chain: readLane('sample', offer.strategies) })),
      }),
    ).toBe('chain of lane A and chain of lane B')
    expect(words({ prompt: '', seed: '1', samples: '2' })).toBe('settings')
  })

  it('brings texts back, branches and all', () => {
    const original = sampleOf(1, 2, 3)
    const run = runOf(sampleOf(4), original)
    const before = snapshotOf(settings, run)
    const branch = grown(original, { step: 1, token: 7 }, 7)
    run.lanes[1]!.samples = [branch]
    const after = snapshotOf(settings, run)
    expect(changeWords(before, after)).toBe('branch in lane B')
    expect(changeWords(after, before)).toBe('restored text in lane B')
    expect(textsOf(before, run).map(({ sample }) => sample)).toEqual([original])
    run.lanes[1]!.samples = [original]
    expect(textsOf(after, run).map(({ sample }) => sample)).toEqual([branch])
  })
})
