import { describe, expect, it } from 'vitest'
import { LaneState } from '../../../../src/page/compare/lane/lane-state.tsx'
import { laneViews } from '../../../../src/page/compare/lane/view.ts'
import { type Run, type Sample, startRun } from '../../../../src/page/compare/run/run.ts'
import { offer, pageOf, renderOnPage } from '../render.tsx'

/** A finished lane's state. */
function stateOf(sample: Sample): string {
  const page = pageOf('lane=greedy')
  const settings = page.settings.peek()
  const lane = { key: 0, lane: 'greedy', chain: 'greedy', isDeterministic: true, samples: [sample] }
  const run: Run = { ...startRun(settings), phase: 'done', lanes: [lane] }
  const [view] = laneViews({ settings, run, look: page.look.peek(), faults: {}, now: 0 }, offer)
  return renderOnPage(<LaneState view={view!} />, page)
}

describe('a lane that ended at once', () => {
  const empty: Sample = { steps: [], received: 0, stop: 'end-of-text', metrics: {} }

  it('states what would help, with a button that does it', () => {
    const html = stateOf({ ...empty, hint: 'm is made for conversations.' })
    expect(html).toContain('m is made for conversations.')
    expect(html).toContain('data-do="ask-as-chat"')
  })

  it('states nothing of a model that only continues texts', () => {
    expect(stateOf(empty)).toBe('')
  })
})
