import { describe, expect, it } from 'vitest'
import { parseLabLane } from '../../../src/runs/lab/request.ts'
import { engineLane, engineLanes } from '../../../src/runs/request/engines.ts'
import { formatLane, parseLane } from '../../../src/runs/request/lane.ts'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { splitLane } from '../../../src/runs/request/written-lane.ts'
import { modelsNamed } from '../../../src/runs/run/run-models.ts'
import { parseScoreRequest } from '../../../src/runs/score/request.ts'

describe('a lane with a model of its own', () => {
  it('is a chain with the model behind it, or the two apart', () => {
    expect(splitLane('nucleus:0.9')).toEqual({ chain: 'nucleus:0.9' })
    expect(splitLane('nucleus:0.9@distilgpt2')).toEqual({ chain: 'nucleus:0.9', model: 'distilgpt2' })
    expect(splitLane('greedy@gpt2@fp32')).toEqual({ chain: 'greedy', model: 'gpt2@fp32' })
    expect(splitLane('@gpt2')).toEqual({ chain: '', model: 'gpt2' })
    const apart = parseLane({ lane: 'top-p:0.9', model: 'gpt2' })
    expect(apart).toMatchObject({ lane: 'top-p:0.9@gpt2', model: 'gpt2' })
    expect(formatLane(apart)).toBe('nucleus:0.9@gpt2')
    expect(formatLane(parseLane('top-p:0.9 @ gpt2'))).toBe('nucleus:0.9@gpt2')
    expect(formatLane(parseLane('@gpt2'))).toBe('sample@gpt2')
    expect('model' in parseLane('greedy')).toBe(false)
  })

  it.each([
    ['nucleus:0.9@', 'Expected the id of a model after @ in "nucleus:0.9@", got nothing.'],
    [{ lane: 'greedy@a', model: 'b' }, '"greedy@a" is given the model "b" besides; keep one of them.'],
    [{ lane: 'greedy', modle: 'b' }, 'A lane must be a chain, for example "nucleus:0.9", got an object.'],
    [{ lane: 'greedy', model: 5 }, 'A lane must be a chain, for example "nucleus:0.9", got an object.'],
    [7, 'A lane must be a chain, for example "nucleus:0.9", got 7.'],
  ])('is refused in one sentence: %j', (lane, message) => {
    expect(() => parseRunRequest({ prompt: 'x', lanes: [lane] })).toThrow(message)
  })

  it('names, with the amateurs, what a run has to load besides its own model', () => {
    const lanes = [
      'greedy',
      'greedy@gpt2',
      { lane: 'contrastive-decoding:alpha=0.1,amateur=distilgpt2', model: 'gpt2' },
      'contrastive-decoding+greedy',
      'contrastive-decoding:alpha=0,beta=0,amateur=idle',
    ]
    expect(modelsNamed(parseRunRequest({ prompt: 'x', lanes }))).toEqual(['gpt2', 'distilgpt2'])
  })

  it('keeps its model in another engine’s order', () => {
    expect(engineLane('llama.cpp', 'temperature:0.7+top-k:40@gpt2')).toBe('top-k:40+temperature:0.7@gpt2')
    const able = engineLanes('top-k:40@gpt2').flatMap(({ lane }) => lane ?? [])
    expect(new Set(able)).toEqual(new Set(['top-k:40@gpt2']))
  })

  it('has no place in the lab or in score, and neither has an amateur', () => {
    expect(() => parseLabLane('greedy@gpt2')).toThrow(
      '"greedy@gpt2" names a model; the lab has none, so leave it out.',
    )
    expect(() => parseScoreRequest({ text: 'x', lane: 'top-k:4@gpt2' })).toThrow(
      '"top-k:4@gpt2" names a model; name it with "model" instead.',
    )
    const sentence = '"contrastive-decoding:0.1" wants a second reading of the text; use it in a run.'
    expect(() => parseLabLane('contrastive-decoding')).toThrow(sentence)
    expect(() => parseScoreRequest({ text: 'x', lane: 'contrastive-decoding+greedy' })).toThrow(sentence)
    expect(parseLabLane('contrastive-decoding:alpha=0,beta=0').chain.steps).toHaveLength(1)
  })
})
