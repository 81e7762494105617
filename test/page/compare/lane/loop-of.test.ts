import { expect, it } from 'vitest'
import { loopOf } from '../../../../src/page/compare/lane/view.ts'
import type { Sample } from '../../../../src/page/compare/run/run.ts'

const stepOf = (token: number) => ({
  ...{ token, logprob: -1, rank: 1, entropy: 1, kept: 5, keptMass: 0.9, u: null },
  text: ` w${token}`,
})

it('reads a growing text once for every token, however often it is drawn', () => {
  const sample: Sample = { steps: [1, 2, 3, 1, 2, 3, 1, 2, 3].map(stepOf), received: 9 }
  const found = loopOf(sample)
  expect(found).toEqual({ length: 3, times: 3, starts: [0, 3, 6] })
  expect(loopOf(sample)).toBe(found)
  sample.steps.push(...[1, 2, 3].map(stepOf))
  expect(loopOf(sample)).toEqual({ length: 3, times: 4, starts: [0, 3, 6, 9] })
  // A beam that changes its mind.
  sample.steps.splice(9, 3, ...[7, 8, 9].map(stepOf))
  expect(loopOf(sample)).toBeUndefined()
})

it('shows a passage whose copies are apart once the text is finished', () => {
  const passage = [1, 2, 3, 4, 5]
  const steps = [...passage, 6, ...passage, 7, 8, ...passage, 9].map(stepOf)
  expect(loopOf({ steps, received: steps.length })).toBeUndefined()
  expect(loopOf({ steps, received: steps.length, stop: 'length' })).toMatchObject({
    times: 3,
    starts: [0, 6, 13],
  })
})
