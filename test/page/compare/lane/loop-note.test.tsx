import { expect, it } from 'vitest'
import { LoopNote } from '../../../../src/page/compare/lane/loop-note.tsx'
import { laneViews } from '../../../../src/page/compare/lane/view.ts'
import { type Run, startRun } from '../../../../src/page/compare/run/run.ts'
import { offer, pageOf, renderOnPage } from '../render.tsx'

function noteOf(tokens: readonly number[], perplexity: number): string {
  const page = pageOf('lane=sample')
  const settings = page.settings.peek()
  const steps = tokens.map((token) => ({
    ...{ token, logprob: -1, rank: 1, entropy: 1, kept: 5, keptMass: 0.9, u: null },
    text: token === 0 ? '.' : ` w${token}`,
  }))
  const metrics = { perplexity, 'seq-rep-4': 0 }
  const samples = [{ steps, told: steps.length, stop: 'length' as const, metrics }]
  const lane = { key: 0, lane: 'sample', chain: 'sample', isDeterministic: false, samples }
  const run: Run = { ...startRun(settings), phase: 'done', lanes: [lane] }
  const [view] = laneViews({ settings, run, look: page.look.peek(), faults: {}, now: 0 }, offer)
  return renderOnPage(<LoopNote view={view!} />, page)
}

it('names a loop and its phrase', () => {
  const html = noteOf(
    Array.from({ length: 40 }, (_, index) => [1, 2, 3, 0][index % 4]!),
    2,
  )
  expect(html).toContain('Repeats one sentence 10 times.')
  expect(html).toContain('<em>w1 w2 w3.</em> repeats from token 1')
})

it('quotes a phrase from where a sentence begins in it', () => {
  // The first sentence has another first token, as one behind a quotation mark does.
  const html = noteOf([9, ...Array.from({ length: 40 }, (_, index) => [2, 3, 0, 1][index % 4]!)], 2)
  expect(html).toContain('<em>w1 w2 w3.</em> repeats from token 2')
})

it('places a text without a loop beside human text', () => {
  const tokens = Array.from({ length: 40 }, (_, index) => index + 1)
  expect(noteOf(tokens, 4000)).toMatch(/Wanders: 0% repeated, surprisal 12\.0 bits a token, human text/)
  expect(noteOf(tokens, 1.01)).toMatch(/Plays safe/)
})
