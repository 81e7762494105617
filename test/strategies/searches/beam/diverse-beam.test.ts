import { describe, expect, it } from 'vitest'
import { parseChain } from '../../../../src/runs/request/notation.ts'
import type { BeamTree } from '../../../../src/strategies/searches/beam/tree.ts'
import { fakeModel } from '../../../fakes/fake-model.ts'
import { runLane } from '../../../fakes/lane.ts'

const options = { maxTokens: 6, trace: true }
const treeOf = ({ search }: { search?: unknown }) => search as BeamTree

describe('diverse beam', () => {
  it.each([
    [2, 1],
    [4, 2],
    [6, 3],
    [8, 2],
  ])('without a penalty repeats a beam of width %d/%d in every group', async (width, groups) => {
    const plain = treeOf(await runLane(fakeModel(), `beam:width=${width / groups}`, options))
    const chain = `diverse-beam:width=${width},groups=${groups},diversity-penalty=0`
    const last = await runLane(fakeModel(), chain, options)
    expect(last.tokens).toEqual(plain.ranking[0]!.tokens)
    const { steps, ranking } = treeOf(last)
    for (let group = 0; group < groups; group++) {
      const results = ranking.filter((result) => result.group === group)
      expect(results).toEqual(plain.ranking.map((result) => ({ ...result, group })))
      const level = steps.map((children) => children.filter((child) => child.group === group))
      const shape = (children: (typeof steps)[number]) =>
        children.map(({ token, score, kept }) => ({ token, score, kept }))
      expect(level.map(shape)).toEqual(plain.steps.map(shape))
    }
  })

  it('charges each group for what earlier groups chose at the step, and carries the charge on', async () => {
    // The same four probabilities at every step: .4, .3, .2, .1.
    const model = fakeModel({
      vocabularySize: 4,
      endOfText: [],
      logits: () => [0.4, 0.3, 0.2, 0.1].map(Math.log),
    })
    const chain = 'diverse-beam:width=3,groups=3,diversity-penalty=0.5,length-penalty=0'
    const { steps, ranking } = treeOf(await runLane(model, chain, { ...options, maxTokens: 2 }))
    const kept = steps[0]!.filter((child) => child.kept)
    // ln .4; ln .3 > ln .4 - .5; ln .4 - .5 = -1.416 > ln .2 = -1.609 and > ln .3 - .5 = -1.704.
    expect(kept.map(({ token }) => token)).toEqual([0, 1, 0])
    expect(kept.map(({ score }) => score)).toEqual(
      [Math.log(0.4), Math.log(0.3), Math.log(0.4) - 0.5].map((score) => expect.closeTo(score, 6)),
    )
    const third = ranking.find(({ group }) => group === 2)!
    expect(third.tokens).toEqual([0, 0])
    expect(third.logProbability).toBeCloseTo(2 * Math.log(0.4), 6)
    expect(third.score).toBeCloseTo(2 * Math.log(0.4) - 1, 6)
  })

  it('refuses a width that its groups cannot share', () => {
    expect(() => parseChain('diverse-beam:width=4,groups=3')).toThrow(
      'width must be a multiple of groups, got 4 beams in 3 groups',
    )
  })
})
