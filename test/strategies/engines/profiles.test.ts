import { describe, expect, it } from 'vitest'
import { formatChain, parseChain } from '../../../src/runs/request/notation.ts'
import { Distribution } from '../../../src/sampling/distribution.ts'
import { createPipeline } from '../../../src/strategies/chain/pipeline.ts'
import { chainFor, type Knobs, missingSteps } from '../../../src/strategies/engines/profile-chain.ts'
import { engineProfiles } from '../../../src/strategies/engines/profiles.ts'
import { findDefinition } from '../../../src/strategies/registry.ts'
import { applyChain, keptIds } from '../../helpers/reference.ts'

const profileOf = (id: string) => engineProfiles.find((profile) => profile.id === id)!

const knobs: Knobs = {
  temperature: { t: 1.5 },
  'top-k': { k: 40 },
  nucleus: { p: 0.8 },
  'min-p': { p: 0.05 },
}

describe('engine profiles', () => {
  it.each(engineProfiles)(
    '$title has steps of the registry, each once',
    ({ order, orderWithFeedback = [] }) => {
      for (const steps of [order, orderWithFeedback]) {
        expect(steps.filter((step) => findDefinition(step.id) !== step)).toEqual([])
        expect(new Set(steps).size).toBe(steps.length)
      }
    },
  )

  it.each(engineProfiles)(
    '$title states what it does and how it differs',
    ({ version, semantics, differences }) => {
      for (const text of [version, semantics, ...differences]) expect(text.length).toBeGreaterThan(5)
      expect(differences.length).toBeGreaterThan(0)
    },
  )

  it.each([
    ['transformers', 'temperature:1.5+top-k:40+nucleus:0.8+min-p:0.05'],
    ['llama.cpp', 'top-k:40+nucleus:0.8+min-p:0.05+temperature:1.5'],
    ['vllm', 'temperature:1.5+min-p:0.05+top-k:40+nucleus:0.8'],
    ['ollama', 'top-k:40+temperature:1.5+nucleus:0.8+min-p:0.05'],
    ['koboldcpp', 'top-k:40+nucleus:0.8+min-p:0.05+temperature:1.5'],
  ])('%s puts the same knobs as %s', (id, chain) => {
    expect(formatChain(parseChain(chainFor(profileOf(id), knobs)))).toBe(chain)
  })

  it('the order changes what is kept: top-p before or after a high temperature', () => {
    const raw = Distribution.fromLogits([3, 2, 1, 0.5, 0, -1, -2])
    const [before, after] = ['llama.cpp', 'transformers'].map((id) =>
      keptIds(applyChain(chainFor(profileOf(id), { temperature: { t: 2 }, nucleus: { p: 0.8 } }), raw)),
    )
    expect(before).toEqual([0, 1])
    expect(after).toEqual([0, 1, 2, 3])
  })

  it('with mirostat llama.cpp runs temperature and mirostat only', () => {
    const profile = profileOf('llama.cpp')
    expect(chainFor(profile, { mirostat: { tau: 3, eta: 0.1 }, temperature: { t: 0.7 } })).toBe(
      'temperature:t=0.7+mirostat:tau=3,eta=0.1',
    )
    expect(missingSteps(profile, { mirostat: {}, nucleus: { p: 0.9 } })).toEqual(['nucleus'])
  })

  it('vLLM counts what was generated for presence and frequency, the prompt too for repetition', () => {
    const raw = Distribution.fromLogits([1, 1, 0])
    const fallsIn = (chain: string) => {
      const pipeline = createPipeline(parseChain(chain).steps)
      // The prompt is 0 0, what was generated 1 1.
      const context = { history: [0, 0, 1, 1], promptLength: 2, step: 2, streams: () => () => 0 }
      const { final } = pipeline.run(raw, pipeline.init(3), context)
      return [0, 1].map((id) => raw.logitOf(id) - final.logitOf(id))
    }
    const inOrder = (knob: Knobs) => chainFor(profileOf('vllm'), knob)
    expect(fallsIn('frequency-penalty:0.5')).toEqual([1, 1])
    expect(fallsIn(inOrder({ 'frequency-penalty': { penalty: 0.5 } }))).toEqual([0, 1])
    expect(fallsIn('presence-penalty:0.5')).toEqual([0.5, 0.5])
    expect(fallsIn(inOrder({ 'presence-penalty': { penalty: 0.5 } }))).toEqual([0, 0.5])
    expect(fallsIn(inOrder({ 'repetition-penalty': { penalty: 2 } }))).toEqual([0.5, 0.5])
  })

  it('adaptive-p comes last in llama.cpp, and does not put the rest out of work', () => {
    expect(chainFor(profileOf('llama.cpp'), { 'adaptive-p': { target: 0.4 }, 'min-p': { p: 0.05 } })).toBe(
      'min-p:p=0.05+adaptive-p:target=0.4',
    )
  })

  it('leaves out what has no knob, takes aliases and steps without parameters', () => {
    expect(chainFor(profileOf('vllm'), {})).toBe('')
    expect(chainFor(profileOf('vllm'), { 'top-p': { p: 0.9 } })).toBe('nucleus:p=0.9')
    expect(chainFor(profileOf('llama.cpp'), { dry: {} })).toBe('dry')
  })

  it('refuses what the engine does not have instead of dropping it', () => {
    const profile = profileOf('ollama')
    expect(missingSteps(profile, { typical: { p: 0.9 }, 'top-k': { k: 5 } })).toEqual(['typical'])
    expect(() => chainFor(profile, { typical: { p: 0.9 } })).toThrow(/Ollama does not run typical/)
    expect(() => chainFor(profile, { tipical: { p: 0.9 } })).toThrow(/no step "tipical"/)
  })
})
