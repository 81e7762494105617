import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apart, onOneLine, startOf } from '../../../../src/page/compare/pieces.ts'
import {
  depthOf,
  evenTexts,
  forkOf,
  type PrefixBranch,
  prefixTree,
  untakenAt,
} from '../../../../src/page/compare/samples/prefix-tree.ts'
import type { CandidateRecord, StepRecord } from '../../../../src/runs/run/events.ts'
import { step as plainStep } from '../finished-run.ts'

const step = (token: number, more: Partial<StepRecord> = {}): StepRecord => ({
  ...plainStep(token),
  ...more,
})
const reading = (...tokens: number[]) => ({ steps: tokens.map((token) => step(token)) })

/** Every text of a tree, by sample, read along its branches. */
function textsOf(branch: PrefixBranch, before: readonly number[] = []): Map<number, readonly number[]> {
  const tokens = [...before, ...branch.steps.map(({ token }) => token)]
  const texts = new Map<number, readonly number[]>(branch.ended.map((sample) => [sample, tokens]))
  for (const child of branch.children)
    for (const [sample, text] of textsOf(child, tokens)) texts.set(sample, text)
  return texts
}
const branchesOf = (branch: PrefixBranch): PrefixBranch[] => [branch, ...branch.children.flatMap(branchesOf)]

describe('the tree of samples', () => {
  it('states once what is shared, and how many took each way', () => {
    const root = prefixTree([reading(1, 2, 3), reading(1, 2, 4, 5), reading(1, 2, 4, 6), reading(1, 2)])
    expect(root.steps.map(({ token }) => token)).toEqual([1, 2])
    expect(root.ended).toEqual([3])
    expect(root.children.map(({ samples }) => samples)).toEqual([[1, 2], [0]])
    expect(root.children[0]!.children.map(({ id, from }) => [id, from])).toEqual([
      ['1.3', 3],
      ['2.3', 3],
    ])
    expect(depthOf(root)).toBe(4)
    expect(depthOf(prefixTree([reading(1), reading(1)]))).toBe(0)
  })

  it('holds every text whole, and never two children that begin alike', () => {
    const texts = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 }), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(texts, (all) => {
        const root = prefixTree(all.map((tokens) => reading(...tokens)))
        const read = textsOf(root)
        expect(all.map((_, sample) => read.get(sample))).toEqual(all)
        for (const { samples, ended, children } of branchesOf(root)) {
          expect(ended.length + children.reduce((sum, child) => sum + child.samples.length, 0)).toBe(
            samples.length,
          )
          const starts = children.map(({ steps }) => steps[0]!.token)
          expect(new Set(starts).size).toBe(starts.length)
          expect(children.length === 1 && ended.length === 0).toBe(false)
        }
        expect(new Set(branchesOf(root).map(({ id }) => id)).size).toBe(branchesOf(root).length)
      }),
    )
  })

  it('compares growing texts as far as all have come', () => {
    const sample = (tokens: number[], stop?: 'length') => ({
      ...reading(...tokens),
      received: 0,
      changedFrom: 0,
      ...(stop && { stop }),
    })
    const even = evenTexts([sample([1, 2, 3]), sample([1, 2]), sample([1], 'length')])
    expect(even.map(({ steps }) => steps.length)).toEqual([2, 2, 1])
    expect(evenTexts([sample([1, 2], 'length')])[0]!.steps.length).toBe(2)
  })

  it('names at a fork what the chain left and no sample took, likeliest first', () => {
    const candidate = (id: number, raw: number, probability: number): CandidateRecord => ({
      id,
      raw,
      probability,
      text: ` w${id}`,
    })
    const candidates = [
      candidate(7, 0.4, 0.5),
      candidate(2, 0.3, 0.3),
      candidate(9, 0.1, 0),
      candidate(3, 0.08, 0.1),
      candidate(8, 0.05, 0.1),
    ]
    const traced = [2, 3].map((token) => ({ steps: [step(1), step(token, { candidates, kept: 9 })] }))
    const root = prefixTree([reading(1, 2), reading(1, 3)])
    expect(forkOf(root)).toBe(1)
    const untaken = untakenAt(root, traced, 1)
    expect(untaken).toEqual({ paths: [{ id: 7, text: ' w7', raw: 0.4 }], more: 6 })
    expect(untakenAt(root, traced, 4)!.paths.map(({ id }) => id)).toEqual([7, 8])
    expect(untakenAt(root, [], 4)).toBeUndefined()
  })

  it('does not count what is left where the chain left each sample others', () => {
    const traced = [2, 3].map((kept) => ({ steps: [step(kept, { candidates: [], kept })] }))
    expect(untakenAt(prefixTree([reading(2), reading(3)]), traced, 4)!.more).toBeUndefined()
  })
})

describe('pieces of text', () => {
  it('are shown apart from their place', () => {
    expect(apart(' sea')).toBe('sea')
    expect(apart('ling', ' sap')).toBe('…ling')
    expect(apart('You', '"')).toBe('You')
    expect(apart('\n\n')).toBe('↵')
    expect(apart(' ')).toBe('·')
    expect(apart('')).toBe('◌')
    expect(onOneLine('one\n\n  two   three ')).toBe('one ↵ two three')
    expect(startOf('one two three', 8)).toBe('one two …')
  })
})
