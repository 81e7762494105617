import { describe, expect, it } from 'vitest'
import { branchOf } from '../../../../src/page/compare/branch/branch.ts'
import { segmentsOf } from '../../../../src/page/compare/lane/segments.ts'
import { LaneText } from '../../../../src/page/compare/lane/text.tsx'
import { laneViews } from '../../../../src/page/compare/lane/view.ts'
import { type Run, type Sample, startRun } from '../../../../src/page/compare/run/run.ts'
import type { StepRecord } from '../../../../src/runs/run/events.ts'
import { offer, pageOf, renderOnPage } from '../render.tsx'

const step = (token: number): StepRecord => ({
  token,
  logprob: -0.1,
  rank: 1,
  entropy: 0.1,
  kept: 5,
  keptMass: 0.9,
  u: null,
  text: ` w${token}`,
})
const stepsOf = (...tokens: number[]) => tokens.map(step)

/** The first lane's text in a run of samples, one a lane. */
const textOf = (...samples: Sample[]): string => textBehind('', ...samples)

function textBehind(prompt: string, ...samples: Sample[]): string {
  const lanes = samples.map((): [string, string] => ['lane', 'sample'])
  const page = pageOf(String(new URLSearchParams([['prompt', prompt], ...lanes])))
  const settings = page.settings.peek()
  const started = samples.map((sample, key) => ({
    key,
    lane: 'sample',
    chain: 'sample',
    isDeterministic: false,
    samples: [sample],
  }))
  const run: Run = { ...startRun(settings), phase: 'streaming', lanes: started }
  const [view] = laneViews({ settings, run, look: page.look.peek(), faults: {}, now: 0 }, offer)
  return renderOnPage(<LaneText view={view!} />, page)
}

describe('a text', () => {
  it('draws the sign for parting, which fonts lack, and counts one token as one', () => {
    const html = textOf(
      { steps: stepsOf(1), received: 1, stop: 'length' },
      { steps: stepsOf(2), received: 1 },
    )
    expect(html).toMatch(
      /<span class="text-fork"[^>]*><svg class="text-fork-sign"[^>]*aria-label="differs from"/,
    )
    expect(html).not.toContain('≠')
    expect(html).toContain('<span class="stop-mark">1 token</span>')
  })

  it('underlines the copies of a loop while it streams, in turn with one line and two', () => {
    const html = textOf({ steps: stepsOf(9, 1, 2, 1, 2, 1, 2), received: 7 })
    expect(html.match(/class="ui-loop"/g)).toHaveLength(2)
    expect(html.match(/class="ui-loop is-odd"/g)).toHaveLength(1)
    expect(html).toContain('class="text-caret"')
    expect(html).not.toContain('class="ui-loop-count"')
  })

  it('underlines copies that are apart once it is finished, and nothing between them', () => {
    const passage = [1, 2, 3, 4, 5]
    const steps = stepsOf(...passage, 11, ...passage, 12, 13, ...passage, 14)
    expect(textOf({ steps, received: steps.length })).not.toContain('class="ui-loop')
    const html = textOf({ steps, received: steps.length, stop: 'length' })
    expect(html.match(/class="ui-loop( is-odd)?"/g)).toEqual([
      'class="ui-loop"',
      'class="ui-loop is-odd"',
      'class="ui-loop"',
    ])
    expect(html).toMatch(/w5<\/span><\/span> <span class="text-token"[^>]*>w11<\/span>/)
    expect(html).toContain('<span class="ui-loop-count">×3</span>')
  })

  it('underlines a sentence that comes back with another last word each time', () => {
    // Greedy SmolLM2-135M-Instruct behind "In the morning the children": "He was the one who brought them
    // to the world of the living. He was the one who brought them to the world of the dead." and so on.
    const [living, dead] = [2242, 3895]
    const lead = [592, 3988, 28, 260, 4083, 436, 260, 582, 617, 3621, 601, 288, 260, 905, 30]
    const sentence = (last: number) => [909, 436, 260, 582, 617, 3621, 601, 288, 260, 905, 282, 260, last, 30]
    const steps = stepsOf(...lead, ...[living, dead, living, dead, dead, living].flatMap(sentence), 909)
    const html = textOf({ steps, received: steps.length, stop: 'length' })
    expect(html.match(/class="ui-loop( is-odd)?"/g)).toHaveLength(6)
    expect(html).toContain('<span class="ui-loop-count">×6</span>')
  })

  it('marks where another lane parts, before the space of the token', () => {
    const html = textOf({ steps: stepsOf(1, 2), received: 2 }, { steps: stepsOf(1, 3), received: 2 })
    expect(html).toMatch(
      /aria-label="differs from">.*B<\/span> <span class="text-token" tabindex="-1" data-step="1">w2<\/span>/,
    )
  })

  it('opens a branch under what it shares, even before its first token', () => {
    const from: Sample = { steps: stepsOf(1, 2, 3), received: 3, stop: 'length' }
    expect(textOf(branchOf(from, { step: 2, token: 7 }))).toMatch(
      /data-step="1">w2<\/span><span class="branch-text">.*instead of <q class="branch-quote">w3<\/q>.*class="text-caret"/,
    )
  })

  it('is behind its prompt, whose characters that show nothing have marks', () => {
    const html = textBehind('A \u202eb', { steps: stepsOf(1), received: 1 })
    expect(html).toMatch(
      /<span class="text-lead" dir="auto">A <i class="blank-sign" data-signs="⟨U\+202E⟩">\u202e<\/i>b/,
    )
    expect(textBehind('A b', { steps: stepsOf(1), received: 1 })).toContain(
      '<span class="text-lead" dir="auto">A b<',
    )
    expect(textBehind('A b ', { steps: stepsOf(1), received: 1 })).toContain(
      '<span class="text-lead" dir="auto">A b <',
    )
  })

  it('is one tab stop', () => {
    expect(textOf({ steps: stepsOf(1, 2, 3), received: 3 }).match(/tabindex="0"/g)).toHaveLength(1)
  })
})

describe('segments', () => {
  const marks = { growths: new Map(), flags: new Map<number, string[]>(), loop: undefined }

  it('cover a text once, and a token added at the end changes the last of them only', () => {
    const steps = Array.from({ length: 100 }, (_, index) => step(index))
    const flags = new Map([[40, ['B']]])
    const before = segmentsOf(steps, { ...marks, flags })
    expect(before.flatMap(({ from, to }) => steps.slice(from, to))).toEqual(steps)
    expect(before.find(({ flag }) => flag)?.from).toBe(40)
    const after = segmentsOf([...steps, step(100)], { ...marks, flags })
    expect(after.slice(0, -1)).toEqual(before.slice(0, -1))
  })
})
