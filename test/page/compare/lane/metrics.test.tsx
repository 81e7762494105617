import { expect, it } from 'vitest'
import { Metrics } from '../../../../src/page/compare/lane/metrics.tsx'
import { laneViews } from '../../../../src/page/compare/lane/view.ts'
import { type Run, type Sample, startRun } from '../../../../src/page/compare/run/run.ts'
import { humanPerplexity } from '../../../helpers/shipped-human.ts'
import { offer, pageOf, renderOnPage } from '../render.tsx'

it('marks human text on the scales of a generated text, and on those of a human text nothing', () => {
  const page = pageOf('lane=greedy')
  const settings = page.settings.peek()
  const step = { token: 1, text: 'a', logprob: -1, rank: 1, entropy: 1, kept: 1, keptMass: 1, u: null }
  const sample: Sample = { steps: [step], received: 1, stop: 'length', metrics: { perplexity: 30 } }
  const lane = { key: 0, lane: 'greedy', chain: 'greedy', isDeterministic: true, samples: [sample] }
  const run: Run = { ...startRun(settings), phase: 'done', lanes: [lane] }
  const [view] = laneViews({ settings, run, look: page.look.peek(), faults: {}, now: 0 }, offer)
  const html = (isHuman: boolean) => renderOnPage(<Metrics view={{ ...view!, isHuman }} />, page)
  expect(html(false)).toMatch(new RegExp(`perplexity.*>30.*human text ${humanPerplexity()}`))
  expect(html(true)).toMatch(/perplexity.*>30/)
  expect(html(true)).not.toContain('human text')
})
