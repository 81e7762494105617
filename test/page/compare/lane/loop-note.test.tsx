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
  const samples = [{ steps, received: steps.length, stop: 'length' as const, metrics }]
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

it('counts the copies before a pause, too', () => {
  const sentence = [1, 2, 3, 0]
  const html = noteOf([...Array(7).fill(sentence).flat(), 8, 9, ...Array(8).fill(sentence).flat()], 2)
  expect(html).toContain('Repeats one sentence 15 times.')
  expect(html).toContain('<em>w1 w2 w3.</em> repeats from token 1')
})

it('quotes what comes back once in a near-loop, wherever it is', () => {
  const page = [...Array.from({ length: 59 }, (_, index) => index + 1), 0]
  const html = noteOf([...page, 99, 0, ...page, 98], 2)
  expect(html).toContain('Loops with small changes')
  expect(html).toMatch(/×2<.*<em>w1 w2 .* w59\.<\/em> repeats from token 1/)
})

it('places a text without a loop beside human text', () => {
  const tokens = Array.from({ length: 40 }, (_, index) => index + 1)
  expect(noteOf(tokens, 4000)).toMatch(/Wanders: surprisal 12\.0 bits a token, human text/)
  expect(noteOf(tokens, 1.01)).toMatch(/Plays safe/)
})

it('separates a surprisal beside the human range from the range’s ends', () => {
  const { low, high } = offer.models[0]!.human!.ranges.perplexity!
  const tokens = Array.from({ length: 40 }, (_, index) => index + 1)
  const note = noteOf(tokens, low / 1.001)
  const [own, from, to] = [...note.matchAll(/\d+\.\d+/g)].map(([digits]) => digits)
  expect(own).not.toBe(from)
  expect(Number(own)).toBeLessThan(Number(from))
  expect(Number(to)).toBeCloseTo(Math.log2(high), 1)
})
