import { describe, expect, it } from 'vitest'
import { binOf, calibrateBins, conformalChain } from '../../../src/experiments/measure/conformal.ts'
import { formatChain, parseChain } from '../../../src/runs/request/notation.ts'
import { Distribution } from '../../../src/sampling/distribution.ts'
import { randomStreams } from '../../../src/sampling/random.ts'
import { createSampler } from '../../../src/strategies/chain/sampler.ts'

const sizeAfter = (notation: string, distribution: Distribution): number =>
  createSampler({
    steps: parseChain(notation).steps,
    vocabularySize: distribution.vocabularySize,
    prompt: [],
    streams: randomStreams(1, 0),
  }).apply(distribution).final.size

/** Probabilities 1/2, 1/4, 1/8 and twice 1/16: an entropy of 1.3 nats. */
const halves = Distribution.fromLogits([16, 8, 4, 2, 2].map(Math.log))
/** An entropy of ln 8 = 2.08 nats. */
const flat = Distribution.fromLogits([0, 0, 0, 0, 0, 0, 0, 0])

describe('conformal-nucleus', () => {
  it('takes the p of the highest bin that the entropy reaches', () => {
    const notation = 'conformal-nucleus:0.5/1/0.75/2/0.5'
    expect(sizeAfter(notation, halves)).toBe(2)
    expect(sizeAfter(notation, flat)).toBe(4)
    expect(sizeAfter('conformal-nucleus:0.5/2/0.5/1/0.75', halves)).toBe(2)
    expect(sizeAfter('conformal-nucleus:0.5/1.4/1', halves)).toBe(1)
  })

  it('is a plain nucleus with one p, and off with 1', () => {
    for (const p of [0.3, 0.5, 0.9, 1])
      expect(sizeAfter(`conformal-nucleus:${p}`, halves)).toBe(sizeAfter(`nucleus:${p}`, halves))
  })

  it.each(['', '1.2', '0.9/1', '0.9/1/0.8/', '0.9;1;0.8', '-0.5'])('refuses bins written as "%s"', (bins) => {
    expect(() => parseChain(`conformal-nucleus:${bins}`)).toThrow('expected a share of the mass')
  })
})

describe('calibrating bins', () => {
  const uniform = randomStreams(4, 0)('uniform')
  const tokens = (from: number) =>
    Array.from({ length: 8000 }, (_, index) => {
      const [entropy, luck] = [5 * uniform(from + 2 * index), uniform(from + 2 * index + 1)]
      // The more open the distribution, the less its mass can be trusted.
      return { entropy, before: luck ** (1 / (1 + entropy)) }
    })

  it('covers what it promises in every range of entropies, of tokens it has not seen', () => {
    const bins = calibrateBins(tokens(0), 0.9)
    expect(bins).toHaveLength(8)
    const fresh = tokens(100_000)
    for (const [index, { p }] of bins.entries()) {
      const own = fresh.filter(({ entropy }) => binOf(bins, entropy) === index)
      const covered = own.filter(({ before }) => before < p).length / own.length
      expect(Math.abs(covered - 0.9)).toBeLessThan(0.035)
    }
    expect(bins.map(({ p }) => p)).toEqual([...bins.map(({ p }) => p)].sort((a, b) => a - b))
  })

  it('takes the ceil((n + 1) · coverage)-th mass, rounded up, and all where there are too few', () => {
    const even = Array.from({ length: 72 }, (_, index) => ({ entropy: index, before: (index % 9) / 10 }))
    // Nine tokens a bin: the ninth of 0, 0.1 ... 0.8.
    expect(calibrateBins(even, 0.9)[0]!.p).toBe(0.80001)
    expect(calibrateBins(even, 0.95)[0]!.p).toBe(1)
    expect(formatChain(conformalChain(calibrateBins(even, 0.9)))).toMatch(
      /^conformal-nucleus:0\.80001\/9\/0\.80001\/18\//,
    )
  })
})
