import { describe, expect, it } from 'vitest'
import { addingRun } from '../../../../src/page/compare/run/keep.ts'
import { lanesAsked } from '../../../../src/page/compare/run/kept.ts'
import { followEvent, type Run, startRun } from '../../../../src/page/compare/run/run.ts'
import { settingsFrom } from '../../../../src/page/compare/settings/link.ts'
import type { Settings } from '../../../../src/page/compare/settings/settings.ts'
import type { RunEvent } from '../../../../src/runs/run/events.ts'
import { offer } from '../render.tsx'

const settingsOf = (lanes: readonly string[], more = ''): Settings =>
  settingsFrom(
    new URLSearchParams(`prompt=P&maxTokens=2&seed=9${lanes.map((one) => `&lane=${one}`).join('')}${more}`),
    offer,
  )

const step = (token: number) => ({
  token,
  text: ` w${token}`,
  logprob: -1,
  rank: 1,
  entropy: 1,
  kept: 1,
  keptMass: 1,
  u: null,
})

/** The server’s events of a run: each lane writes its number twice. */
function receive(run: Run, lanes: readonly string[], numbers: readonly number[]): void {
  const start: RunEvent = {
    type: 'run-start',
    model: 'm',
    prompt: 'P',
    promptTokens: [1],
    prefix: [],
    seed: 9,
    maxTokens: 2,
    lanes: lanes.map((lane) => ({ lane, chain: lane, isDeterministic: true, samples: 1 })),
  }
  followEvent(run, start, 0)
  for (const [lane, number] of numbers.entries()) {
    const steps = [step(number), step(number)]
    followEvent(run, { type: 'lane-delta', lane, sample: 0, from: 0, text: '', fromStep: 0, steps }, 1)
    followEvent(run, { type: 'lane-end', lane, sample: 0, stop: 'length', metrics: { length: 2 } }, 2)
  }
  followEvent(
    run,
    { type: 'run-end', milliseconds: 3, tokens: 4, lanes: numbers.map((length) => ({ length })) },
    3,
  )
}

const textsOf = (run: Run) =>
  run.lanes.map(({ key, lane, samples }) => `${key} ${lane} ${samples[0]?.steps.map(({ token }) => token)}`)

function finishedRun(): Run {
  const run = startRun(settingsOf(['greedy', 'sample']))
  receive(run, ['greedy', 'sample'], [4, 5])
  return run
}

describe('a run that adds lanes', () => {
  it('asks for the new ones, and has all of them in their order', () => {
    const before = finishedRun()
    const [greedy, sample] = before.settings.lanes
    const [, , added] = settingsOf(['greedy', 'sample', 'nucleus:0.9']).lanes
    const run = addingRun(before, { ...before.settings, lanes: [greedy!, added!, sample!] })
    expect(textsOf(run)).toEqual(['0 greedy 4,4', '1 sample 5,5'])
    expect(lanesAsked(run).map(({ key }) => key)).toEqual([2])
    receive(run, ['nucleus:0.9'], [6])
    expect(textsOf(run)).toEqual(['0 greedy 4,4', '2 nucleus:0.9 6,6', '1 sample 5,5'])
    expect(run.lanes.map(({ metrics }) => metrics?.length)).toEqual([4, 6, 5])
    expect(run.phase).toBe('done')
  })

  it('is done at once where every lane is there', () => {
    const before = finishedRun()
    const run = addingRun(before, { ...before.settings, lanes: before.settings.lanes.slice(1) })
    expect([run.phase, textsOf(run)]).toEqual(['done', ['1 sample 5,5']])
  })

  it.each([
    ['another seed', (before: Run) => ({ ...before.settings, seed: '10' })],
    ['another length', (before: Run) => ({ ...before.settings, maxTokens: '3' })],
    ['stop texts', (before: Run) => ({ ...before.settings, stop: 'x' })],
  ])('keeps nothing under %s', (_, settings) => {
    const before = finishedRun()
    expect(addingRun(before, settings(before)).lanes).toEqual([])
  })

  it('keeps no lane that was stopped, branched or changed', () => {
    const before = finishedRun()
    before.lanes[0]!.samples[0]!.stop = 'stopped'
    const other = settingsOf(['greedy', 'top-k:40'])
    expect(addingRun(before, { ...before.settings, lanes: other.lanes }).lanes).toEqual([])
  })
})
