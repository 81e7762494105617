import { describe, expect, it } from 'vitest'
import { compareOrderings, orderings } from '../../../src/experiments/claims/table-1-orderings.ts'
import { tableRows } from '../../../src/experiments/claims/table-1-rows.ts'

const published = Object.fromEntries(tableRows.map(({ id, paper }) => [id, paper]))

describe('orderings of Table 1', () => {
  it.each(orderings)("hold in the paper's own figures: $statement", ({ holds }) => {
    expect(holds(published)).toBe(true)
  })

  it('can fail, and then state why', () => {
    const upsideDown = Object.fromEntries(
      Object.entries(published).map(([id, { perplexity, selfBleu4, zipf, repetition }]) => [
        id,
        {
          perplexity: id === 'nucleus' ? 1000 : 1 / perplexity,
          selfBleu4: -10 * selfBleu4,
          zipf: -zipf,
          repetition: 100 - repetition,
        },
      ]),
    )
    for (const { statement, carriedOver, why } of compareOrderings(upsideDown)) {
      expect([statement, carriedOver]).toEqual([statement, false])
      expect(why.length).toBeGreaterThan(20)
    }
  })

  it('do not hold where a figure is missing', () => {
    expect(compareOrderings({}).filter(({ carriedOver }) => carriedOver)).toEqual([])
  })
})
