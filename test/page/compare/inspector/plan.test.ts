import { expect, it } from 'vitest'
import { othersAt } from '../../../../src/page/compare/inspector/plan.ts'
import { FIRST_LOOK, laneViews } from '../../../../src/page/compare/lane/view.ts'
import { openLink } from '../../../../src/page/compare/settings/link.ts'
import { runOf, sampleOf } from '../finished-run.ts'
import { offer } from '../render.tsx'

it('states of a search whether it draws nothing, or in a way of its own', () => {
  const lanes = [
    'nucleus:0.9',
    'top-k:5',
    'greedy',
    'beam:4',
    'power:4',
    'stochastic-beam:4',
    'ban-phrases:the',
  ]
  const query = new URLSearchParams([['prompt', 'P'], ...lanes.map((lane) => ['lane', lane])])
  const { settings } = openLink(query, offer)
  const one = runOf(sampleOf(1, 2)).lanes[0]!
  const run = {
    ...runOf(),
    settings,
    lanes: lanes.map((chain, key) => ({ ...one, key, lane: chain, chain })),
  }
  const views = laneViews({ settings, run, look: FIRST_LOOK, faults: {}, now: 0 }, offer)
  expect(othersAt(views[0]!, views, 1, offer.strategies).map(({ why }) => why)).toEqual([
    '',
    'greedy draws nothing',
    'beam:4 draws nothing',
    'power:4 draws in a way of its own',
    'stochastic-beam:4 draws in a way of its own',
    expect.stringMatching(/^ban-phrases\S* draws in a way of its own$/),
  ])
})
