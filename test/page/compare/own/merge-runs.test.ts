import { describe, expect, it } from 'vitest'
import { mergeRuns } from '../../../../src/page/compare/own/merge-runs.ts'
import type { RunEvent } from '../../../../src/runs/run/events.ts'

const lane = (name: string) => ({ lane: name, chain: name, isDeterministic: false, samples: 1 })
const start = (...names: string[]): RunEvent => ({
  type: 'run-start',
  model: 'fake',
  prompt: 'a',
  promptTokens: [1],
  prefix: [],
  seed: 1,
  maxTokens: 2,
  lanes: names.map(lane),
})
const delta = (index: number): RunEvent => ({
  type: 'lane-delta',
  lane: index,
  sample: 0,
  from: 0,
  text: 'x',
  fromStep: 0,
  steps: [],
})
const end = (milliseconds: number, ...lengths: number[]): RunEvent => ({
  type: 'run-end',
  milliseconds,
  tokens: lengths.length,
  lanes: lengths.map((length) => ({ length })),
})
async function* streamOf(...events: RunEvent[]): AsyncGenerator<RunEvent> {
  for (const event of events) yield event
}
async function all(events: AsyncGenerator<RunEvent>): Promise<RunEvent[]> {
  const seen: RunEvent[] = []
  for await (const event of events) seen.push(event)
  return seen
}

describe('parts of a run', () => {
  it('become one stream, lanes in their places, between one start and one end', async () => {
    const events = await all(
      mergeRuns([
        { places: [0, 2], events: streamOf(start('a', 'c'), delta(1), end(5, 10, 30)) },
        {
          places: [1],
          events: streamOf({ type: 'queued', ahead: 1 }, start('b'), delta(0), end(7, 20)),
        },
      ]),
    )
    const types = events.map(({ type }) => type)
    expect(types.filter((type) => type === 'run-start')).toHaveLength(1)
    expect(types.indexOf('lane-delta')).toBeGreaterThan(types.indexOf('run-start'))
    expect(events.find(({ type }) => type === 'run-start')).toMatchObject({
      lanes: ['a', 'b', 'c'].map((name) => ({ lane: name })),
    })
    expect(events.flatMap((event) => (event.type === 'lane-delta' ? event.lane : [])).sort()).toEqual([1, 2])
    expect(events.at(-1)).toEqual({
      type: 'run-end',
      milliseconds: 7,
      tokens: 3,
      lanes: [{ length: 10 }, { length: 20 }, { length: 30 }],
    })
  })

  it('end together where one fails, and have no end where one breaks off', async () => {
    const error = { type: 'run-error', error: { code: 'own-step', message: 'No.' } } as const
    let isClosed = false
    async function* endless(): AsyncGenerator<RunEvent> {
      try {
        yield start('a')
        for (;;) yield delta(0)
      } finally {
        isClosed = true
      }
    }
    const failed = await all(
      mergeRuns([
        { places: [0], events: endless() },
        { places: [1], events: streamOf(start('b'), error) },
      ]),
    )
    expect(failed.at(-1)).toEqual(error)
    expect(isClosed).toBe(true)
    const broken = await all(
      mergeRuns([
        { places: [0], events: streamOf(start('a'), end(1, 1)) },
        { places: [1], events: streamOf(start('b')) },
      ]),
    )
    expect(broken.map(({ type }) => type)).toEqual(['run-start'])
  })
})
