import { describe, expect, it } from 'vitest'
import { commandOf, csvOf, resultOf } from '../../../../src/page/compare/files/export.ts'
import { breakOff, followEvent, startRun, withoutLane } from '../../../../src/page/compare/run/run.ts'
import { openLink } from '../../../../src/page/compare/settings/link.ts'
import { createCollector } from '../../../../src/runs/run/collect.ts'
import type { RunEvent, StepRecord } from '../../../../src/runs/run/events.ts'
import { runOf, sampleOf, step as stepOf } from '../finished-run.ts'
import { offer as data } from '../render.tsx'

/** Drawn by no number, as greedy search has it. */
const step = (token: number): StepRecord => ({ ...stepOf(token), u: null })

describe('a run from its events', () => {
  const events: RunEvent[] = [
    { type: 'queued', ahead: 1 },
    {
      type: 'run-start',
      model: 'books-13m',
      prompt: 'P',
      promptTokens: [3],
      prefix: [],
      seed: 9,
      maxTokens: 3,
      lanes: [{ lane: 'beam', chain: 'beam:4', isDeterministic: true, samples: 1 }],
    },
    {
      type: 'lane-delta',
      lane: 0,
      sample: 0,
      from: 0,
      text: ' w1 w2',
      fromStep: 0,
      steps: [step(1), step(2)],
    },
    {
      type: 'lane-delta',
      lane: 0,
      sample: 0,
      from: 3,
      text: ' w4 w5',
      fromStep: 1,
      steps: [step(4), step(5)],
    },
    { type: 'lane-end', lane: 0, sample: 0, stop: 'length', metrics: { perplexity: 2 } },
    { type: 'run-end', milliseconds: 12, tokens: 3, lanes: [{ perplexity: 2 }] },
  ]
  const { settings } = openLink(new URLSearchParams('prompt=P&lane=beam&maxTokens=3&seed=9'), data)
  const play = (count: number, repeated?: ReturnType<typeof startRun>) => {
    const run = startRun(settings, repeated)
    for (const event of events.slice(0, count)) followEvent(run, event, 0)
    return run
  }

  it('ends as the reply of the API', () => {
    const collector = createCollector()
    for (const event of events) collector.receive(event)
    expect(resultOf(play(events.length))).toEqual(JSON.parse(JSON.stringify(collector.result())))
  })

  it('keeps what arrived when it breaks off, until the repeated run has sent it again', () => {
    const broken = play(4)
    breakOff(broken, 'lost', 0)
    expect(broken.lanes[0]?.samples[0]).toMatchObject({ stop: 'stopped' })
    const words = (run: ReturnType<typeof startRun>) =>
      run.lanes[0]?.samples[0]?.steps.map(({ token }) => token)
    expect(words(play(2, broken))).toEqual([1, 4, 5])
    expect(words(play(3, broken))).toEqual([1, 2])
    expect(words(play(events.length, broken))).toEqual([1, 4, 5])
  })

  it('becomes a table and a command', () => {
    const rows = csvOf(play(events.length)).split('\r\n')
    expect(rows).toHaveLength(4)
    expect(rows[1]).toBe('beam,1,0,1,1, w1,-1,1,1,5,0.9,')
    expect(commandOf({ ...settings, prompt: "It's" })).toContain(`--prompt 'It'\\''s'`)
  })
})

describe('a run without one of its lanes', () => {
  it('is as if that had not been asked for', () => {
    const run = runOf(sampleOf(1, 2), sampleOf(3))
    const rest = withoutLane(run, 0)
    expect(rest.lanes.map(({ key }) => key)).toEqual([1])
    expect(rest.settings.lanes.map(({ key }) => key)).toEqual([1])
    expect(csvOf(rest).trim().split('\n')).toHaveLength(2)
    expect(resultOf(rest).lanes.map(({ lane }) => lane)).toEqual(['nucleus:0.9'])
    expect(run.lanes).toHaveLength(2)
  })

  it('is the same where texts are still to come, or none would be left', () => {
    const run = runOf(sampleOf(1), sampleOf(3))
    expect(withoutLane({ ...run, phase: 'streaming' }, 0)).toMatchObject({ lanes: run.lanes })
    const growing = { ...run, pending: [] }
    expect(withoutLane(growing, 0)).toBe(growing)
    const alone = withoutLane(run, 0)
    expect(withoutLane(alone, 1)).toBe(alone)
  })
})
