import { describe, expect, it } from 'vitest'
import {
  branchesOf,
  branchRequestOf,
  growthsAlong,
  originsOf,
  paramsWithBranches,
} from '../../../../src/page/compare/branch/branch.ts'
import { branchesIn, openLink } from '../../../../src/page/compare/settings/link.ts'
import { formatBranch } from '../../../../src/runs/run/branch-notation.ts'
import { grown, runOf, sampleOf, settings, tokensOf } from '../finished-run.ts'
import { offer } from '../render.tsx'

describe('branches', () => {
  const original = sampleOf(1, 2, 3, 4, 5)
  const first = grown(original, { step: 2, token: 7 }, 7, 8, 9)
  const second = grown(first, { step: 4, text: ' hm' }, 11, 12)
  const early = grown(second, { step: 1, token: 20 }, 20, 21)

  it('keep what came before and the texts they grew from', () => {
    expect(tokensOf(second)).toEqual([1, 2, 7, 8, 11, 12])
    expect(originsOf(second)).toEqual([first, original])
    expect([...growthsAlong(second).keys()]).toEqual([2, 4])
    expect([...growthsAlong(early).keys()]).toEqual([1])
    expect(growthsAlong(original).size).toBe(0)
  })

  it('are listed in the order in which they can grow again', () => {
    const run = runOf(sampleOf(1), early)
    expect(branchesOf(run).map(({ place }) => formatBranch(place))).toEqual([
      '2.1.3:7',
      '2.1.5= hm',
      '2.1.2:20',
    ])
    expect(branchRequestOf(run, run.lanes[1]!, 3, second.growth!)).toEqual({
      prompt: 'P',
      nucleus: true,
      model: settings.model,
      lanes: ['nucleus:0.9'],
      seed: 9,
      maxTokens: 6,
      firstSample: 3,
      replay: true,
      prefix: [1, 2, 7, 8],
      insert: ' hm',
    })
  })

  it('are in the link of the run they belong to, wherever its lanes are now', () => {
    const run = runOf(sampleOf(1), first)
    const link = (changes: Partial<typeof settings>) =>
      paramsWithBranches(run, { ...settings, ...changes }).getAll('branch')
    expect(link({})).toEqual(['2.1.3:7'])
    expect(link({ lanes: settings.lanes.toReversed() })).toEqual(['1.1.3:7'])
    expect(link({ seed: '10' })).toEqual([])
    expect(link({ lanes: [settings.lanes[0]!] })).toEqual([])
    expect(branchesIn(new URLSearchParams('branch=2.1.3:7&branch=nonsense'))).toEqual([
      { lane: 1, sample: 0, step: 2, token: 7 },
    ])
    const { problems } = openLink(new URLSearchParams('prompt=x&branch=nonsense'), offer)
    expect(problems).toEqual(['the branch “nonsense”'])
  })
})
