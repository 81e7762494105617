import { expect, it } from 'vitest'
import { lanesFault } from '../../../src/page/trials/lanes.ts'
import { strategyDescriptions as strategies } from '../../../src/strategies/registry.ts'

const models = [{ id: 'here', title: 'Here' }]

it.each([
  ['greedy@here', undefined],
  ['greedy@here@fp32', undefined],
  ['contrastive-decoding', undefined],
  ['contrastive-decoding:amateur=here', undefined],
  ['greedy@gone', 'Lane 1: The model “gone” is not here; the page Models can fetch models.'],
  [
    'contrastive-decoding:amateur=gone@here',
    'Lane 1: The model “gone” is not here; the page Models can fetch models.',
  ],
])('a lane of trials may name models that are here, as amateurs too: %s', (lane, fault) => {
  expect(lanesFault([lane], { strategies, models })).toBe(fault)
})
