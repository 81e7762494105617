import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextRecord } from '../../src/metrics/definition.ts'
import { measureSet, measureText, setMetrics, textMetrics } from '../../src/metrics/registry.ts'
import { looping, tokens } from './arbitraries.ts'

const record: fc.Arbitrary<TextRecord> = fc.oneof(tokens(), looping).chain((text) =>
  fc.record(
    {
      tokens: fc.constant(text),
      endOfText: fc.boolean(),
      text: fc.string({ maxLength: 200 }),
      logprobs: fc.array(fc.double({ min: -40, max: 0, noNaN: true }), arrayOf(text.length)),
      temperedLogprobs: fc.array(fc.double({ min: -40, max: 0, noNaN: true }), arrayOf(text.length)),
      entropies: fc.array(fc.double({ min: 0, max: 11, noNaN: true }), arrayOf(text.length)),
      kept: fc.array(fc.integer({ min: 1, max: 50_000 }), arrayOf(text.length)),
    },
    { requiredKeys: ['tokens'] },
  ),
)
const records = fc.array(record, { maxLength: 6 })

function arrayOf(length: number) {
  return { minLength: length, maxLength: length }
}

describe.each([
  ['text', textMetrics],
  ['set', setMetrics],
])('the %s metrics', (_, metrics) => {
  it('have unique kebab-case ids, a title, a summary and a source', () => {
    expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length)
    for (const { id, title, summary, source } of metrics) {
      expect(id).toMatch(/^[a-z]+[0-9]*(-[a-z0-9]+)*$/)
      expect(Math.min(title.length, summary.length, source.length)).toBeGreaterThan(3)
    }
  })
})

describe('measuring', () => {
  it('stays within the bounds a metric states, or answers null', () => {
    fc.assert(
      fc.property(records, (set) => {
        const sides = [
          [setMetrics, measureSet(set)] as const,
          ...set.map((text) => [textMetrics, measureText(text)] as const),
        ]
        for (const [metrics, values] of sides) {
          expect(Object.keys(values)).toEqual(metrics.map(({ id }) => id))
          for (const { id, scale } of metrics) {
            const value = values[id]
            if (value === null) continue
            expect(value, id).not.toBeNaN()
            expect(value, id).toBeGreaterThanOrEqual((scale.min ?? -Infinity) - 1e-9)
            expect(value, id).toBeLessThanOrEqual((scale.max ?? Infinity) + 1e-9)
          }
        }
      }),
    )
  })

  it('does not depend on how tokens are numbered', () => {
    const numbering = fc.shuffledSubarray([0, 7, 50_256, 3, 151_935, 90], { minLength: 6 })
    fc.assert(
      fc.property(records, numbering, (set, numbers) => {
        const renumbered = set.map((text) => ({
          ...text,
          tokens: text.tokens.map((token) => numbers[token]!),
        }))
        expect(measureSet(renumbered)).toEqual(measureSet(set))
        expect(renumbered.map(measureText)).toEqual(set.map(measureText))
      }),
    )
  })

  it('does not change what it measures', () => {
    const text = Object.freeze({ tokens: Object.freeze([3, 1, 2, 0]), endOfText: true })
    expect(measureText(text)).toMatchObject({ length: 3, 'distinct-1': 1 })
    expect(text).toEqual({ tokens: [3, 1, 2, 0], endOfText: true })
    expect(measureSet(Object.freeze([text, text]))['unique-share']).toBe(0.5)
  })

  it('drops a final end-of-text token before it counts', () => {
    const { 'stop-rate': stopped, ...ended } = measureSet([
      { tokens: [1, 2, 3, 1, 2, 3, 0], endOfText: true },
      { tokens: [1, 2, 4, 0], endOfText: true },
    ])
    const { 'stop-rate': unknown, ...plain } = measureSet([
      { tokens: [1, 2, 3, 1, 2, 3] },
      { tokens: [1, 2, 4] },
    ])
    expect(ended).toEqual(plain)
    expect([stopped, unknown]).toEqual([1, null])
  })

  it('gives null, not NaN, for nothing', () => {
    const { length, ...none } = measureSet([])
    expect([length, ...Object.values(none)].every((value) => value === null)).toBe(true)
    const {
      length: empty,
      'repetition-paper': paper,
      'repetition-degen': degen,
      ...rest
    } = measureText({ tokens: [] })
    expect([empty, paper, degen]).toEqual([0, 0, 0])
    expect(Object.values(rest).every((value) => value === null)).toBe(true)
  })

  it('states of one token only what one token has', () => {
    expect(measureText({ tokens: [5] })).toMatchObject({
      length: 1,
      'seq-rep-1': 0,
      'seq-rep-2': null,
      'distinct-1': 1,
      'distinct-2': null,
      diversity: null,
    })
    expect(measureSet([{ tokens: [5] }])).toMatchObject({
      'seq-rep-1': 0,
      'seq-rep-4': null,
      'distinct-1-degen': 1,
      'self-bleu-4': null,
      zipf: null,
      'unique-share': 1,
      'bigram-overlap': null,
    })
  })
})
