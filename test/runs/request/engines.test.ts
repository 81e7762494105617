import { describe, expect, it } from 'vitest'
import { engineLane, engineLanes } from '../../../src/runs/request/engines.ts'
import { engineProfiles } from '../../../src/strategies/engines/profiles.ts'

const lane = 'temperature:0.7+top-k:40+nucleus:0.95+min-p:0.05'

describe("the same numbers in other engines' orders", () => {
  it.each([
    ['transformers', 'temperature:0.7+top-k:40+nucleus:0.95+min-p:0.05'],
    ['llama.cpp', 'top-k:40+nucleus:0.95+min-p:0.05+temperature:0.7'],
    ['vllm', 'temperature:0.7+min-p:0.05+top-k:40+nucleus:0.95'],
    ['ollama', 'top-k:40+temperature:0.7+nucleus:0.95+min-p:0.05'],
    ['koboldcpp', 'top-k:40+nucleus:0.95+min-p:0.05+temperature:0.7'],
  ])('%s runs %s', (engine, expected) => {
    expect(engineLane(engine, lane)).toBe(expected)
  })

  it('keeps the search, and states which steps an engine lacks', () => {
    expect(engineLane('llama.cpp', 'temperature:0.7+greedy')).toBe('temperature:0.7+greedy')
    const lanes = engineLanes('top-h:0.4+temperature:0.7')
    expect(lanes.map(({ id }) => id)).toEqual(engineProfiles.map(({ id }) => id))
    expect(lanes.find(({ id }) => id === 'ollama')).toMatchObject({ lane: null, missing: ['top-h'] })
    expect(lanes.find(({ id }) => id === 'transformers')).toMatchObject({
      lane: 'temperature:0.7+top-h:0.4',
      missing: [],
    })
  })

  it('refuses what has no order', () => {
    expect(() => engineLanes('nucleus:0.9+temperature:0.7+nucleus:0.5')).toThrow(/has nucleus twice/)
    expect(() => engineLane('gpt', lane)).toThrow(
      /There is no engine "gpt"; choose one of transformers, llama\.cpp/,
    )
  })
})
