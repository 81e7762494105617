import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countDistinct } from '../../src/metrics/distinct.ts'
import { loopWatch } from '../../src/metrics/loop-watch.ts'
import { measureSet, measureText, setMetrics, textMetrics } from '../../src/metrics/registry.ts'
import { degenRepetition, paperRepetition } from '../../src/metrics/repetition.ts'
import { bleuAgainstOthers, selfBleu } from '../../src/metrics/self-bleu.ts'
import { meanSeqRep } from '../../src/metrics/seq-rep.ts'
import { tailLoop } from '../../src/metrics/tail-loop.ts'
import { zipf } from '../../src/metrics/zipf.ts'
import reference from '../reference/metrics.json' with { type: 'json' }

/** The reference strips GPT-2's end-of-text token; here the record states that there is one. */
const END_OF_TEXT = 50_256
const textOf = (tokens: readonly number[]) => (tokens.at(-1) === END_OF_TEXT ? tokens.slice(0, -1) : tokens)

describe('metrics.json', () => {
  it.each(reference.repetition)(
    'repetition, $name',
    ({ tokens, degen_repetition, degen_detail, paper_definition }) => {
      const text = textOf(tokens)
      const degen = degenRepetition(text)
      expect(degen.flagged).toBe(degen_repetition)
      if (degen.flagged) expect({ length: degen.length, times: degen.times }).toEqual(degen_detail)
      expect(paperRepetition(text).flagged).toBe(paper_definition)
      const measures = measureText({ tokens, endOfText: text.length < tokens.length })
      expect(measures['repetition-degen']).toBe(Number(degen_repetition))
      expect(measures['repetition-paper']).toBe(Number(paper_definition))
    },
  )

  it.each(reference.distinct)(
    'distinct-$n of $docs',
    ({ docs, n, degen_distinct, degen_total, standard_distinct, seq_rep }) => {
      expect(countDistinct(docs, n)).toMatchObject({
        total: degen_total,
        types: standard_distinct,
        once: degen_distinct,
      })
      expect(meanSeqRep(docs, n)).toBeCloseTo(seq_rep, 5)
      const measures = measureSet(docs.map((tokens) => ({ tokens })))
      expect(measures[`distinct-${n}`]).toBeCloseTo(standard_distinct / degen_total, 12)
      expect(measures[`distinct-${n}-degen`]).toBeCloseTo(degen_distinct / degen_total, 12)
    },
  )

  it.each(reference.zipf)('zipf of $docs', ({ docs, zipf: expected }) => {
    expect(zipf(docs)).toBeCloseTo(expected, 5)
  })

  it.each(reference.self_bleu)('self-BLEU of $docs', ({ docs, bleu4_each, self_bleu4, self_bleu5 }) => {
    for (const [index, bleu] of bleuAgainstOthers(docs, 4).entries())
      expect(bleu).toBeCloseTo(bleu4_each[index]!, 6)
    expect(selfBleu(docs, 4)).toBeCloseTo(self_bleu4, 6)
    expect(selfBleu(docs, 5)).toBeCloseTo(self_bleu5, 6)
  })
})

const tokens = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 })
const texts = fc.array(tokens, { maxLength: 5 })

describe('every metric', () => {
  it('is a number or null, whatever the text, and stays in its bounds', () => {
    fc.assert(
      fc.property(texts, (docs) => {
        const records = docs.map((one) => ({
          tokens: one,
          logprobs: one.map((token) => -token / 2),
          entropies: one,
          kept: one.map((token) => token + 1),
        }))
        const all = [
          ...records.flatMap((record) =>
            textMetrics.map((metric) => ({ metric, value: metric.compute(record) })),
          ),
          ...setMetrics.map((metric) => ({ metric, value: metric.compute(records) })),
        ]
        for (const { metric, value } of all) {
          if (value === null) continue
          expect([metric.id, Number.isFinite(value)]).toEqual([metric.id, true])
          expect(value).toBeGreaterThanOrEqual((metric.scale.min ?? -Infinity) - 1e-12)
          expect(value).toBeLessThanOrEqual((metric.scale.max ?? Infinity) + 1e-12)
        }
      }),
    )
  })

  it('does not depend on what the tokens are called', () => {
    fc.assert(
      fc.property(texts, (docs) => {
        const renamed = docs.map((one) => ({ tokens: one.map((token) => 1000 - 7 * token) }))
        const plain = measureSet(docs.map((one) => ({ tokens: one })))
        for (const [id, value] of Object.entries(measureSet(renamed))) {
          if (value === null) expect(plain[id]).toBeNull()
          else expect(plain[id]).toBeCloseTo(value, 9)
        }
      }),
    )
  })
})

describe('single metrics', () => {
  it('perplexity pools over tokens, and is e to the mean surprisal', () => {
    const record = { tokens: [1, 2], logprobs: [Math.log(0.5), Math.log(0.125)] }
    expect(measureText(record).perplexity).toBeCloseTo(4, 12)
    expect(measureSet([record, { tokens: [1], logprobs: [0] }]).perplexity).toBeCloseTo(16 ** (1 / 3), 12)
  })

  it('self-BLEU of equal texts is 1, and a power law has its own exponent', () => {
    expect(selfBleu(Array(4).fill([1, 2, 3, 4, 5, 6]), 4)).toBeCloseTo(1, 12)
    const law = Array.from({ length: 6 }, (_, rank) =>
      Array<number>(2 ** (10 - 2 * rank) || 1).fill(rank),
    ).flat()
    expect(zipf([law.filter((token) => token < 4)])).toBeGreaterThan(1)
  })

  it('finds a loop while the text grows as in the whole text', () => {
    fc.assert(
      fc.property(tokens, fc.integer({ min: 1, max: 4 }), (head, times) => {
        const text = [...head, ...Array(times).fill(head.slice(-4)).flat()] as number[]
        const watch = loopWatch()
        for (const [index, token] of text.entries())
          expect(watch.push(token)).toEqual(tailLoop(text.slice(0, index + 1)))
      }),
    )
  })

  it('judges 100 texts of 200 tokens by self-BLEU in under 5 seconds', () => {
    const docs = Array.from({ length: 100 }, (_, text) =>
      Array.from({ length: 200 }, (_, i) => (i * i * 7 + text * i) % 500),
    )
    const start = performance.now()
    expect(selfBleu(docs, 4)).toBeGreaterThan(0)
    expect(selfBleu(docs, 5)).toBeGreaterThan(0)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
