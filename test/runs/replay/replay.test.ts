import { expect, it } from 'vitest'
import { replay } from '../../../src/runs/replay/replay.ts'
import type { Recording } from '../../../src/runs/replay/run-file.ts'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import type { RunEvent } from '../../../src/runs/run/events.ts'
import { step } from '../../page/compare/finished-run.ts'

const delta = (fromStep: number, tokens: readonly number[]): RunEvent => ({
  type: 'lane-delta',
  lane: 0,
  sample: 0,
  from: 0,
  text: '',
  fromStep,
  steps: tokens.map((token) => step(token)),
})

/** A search that goes back: it writes 1 2 3, then another end from token 2 on. */
const EVENTS: readonly RunEvent[] = [
  {
    type: 'run-start',
    model: 'm',
    prompt: 'a',
    promptTokens: [0],
    prefix: [],
    seed: 1,
    maxTokens: 4,
    lanes: [{ lane: 'power', chain: 'power:4', isDeterministic: false, samples: 1 }],
  },
  delta(0, [1, 2, 3]),
  delta(1, [4, 5, 6]),
  { type: 'lane-end', lane: 0, sample: 0, stop: 'length', metrics: {} },
  { type: 'run-end', milliseconds: 1, tokens: 4, lanes: [{}] },
]

const runner = {
  start: async (_: unknown, onEvent: (event: RunEvent) => void) => {
    for (const event of EVENTS) onEvent(event)
  },
}

const replayed = async (tokens: number[], stop: 'stopped' | 'length') => {
  const recording = {
    request: parseRunRequest({ prompt: 'a', lanes: ['power:4'] }),
    environment: undefined,
    texts: [[{ tokens, stop }]],
    branches: [],
  } as unknown as Recording
  return (await replay(runner as never, recording, {} as never))!.difference
}

it('finds a text that was cut short and rewritten later on the way to the end', async () => {
  expect(await replayed([1, 2, 3], 'stopped')).toBeNull()
  expect(await replayed([1, 4], 'stopped')).toBeNull()
  expect(await replayed([1, 2, 4], 'stopped')).toMatchObject({ step: 1, recorded: 2 })
  // A text that came to its end is compared with the end alone.
  expect(await replayed([1, 2, 3], 'length')).toMatchObject({ step: 1, recorded: 2 })
  expect(await replayed([1, 4, 5, 6], 'length')).toBeNull()
})
