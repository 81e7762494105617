import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLane } from '../../../src/runs/request/written-lane.ts'
import { readChain, writeChain, writeUse } from '../../../src/strategies/chain/written-chain.ts'
import { escapeText, unescapeText } from '../../../src/strategies/chain/written-text.ts'
import { strategyDescriptions as strategies } from '../../../src/strategies/registry.ts'

describe('text in a chain', () => {
  it('comes back as it was, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(unescapeText(escapeText(text))).toBe(text)
        const chain = readChain('temperature:0.7+ban-phrases', strategies)
        const search = { ...chain.search, values: { ...chain.search.values, phrases: text } }
        const written = writeChain({ ...chain, search })
        expect(splitLane(written).chain).toBe(written)
        expect(readChain(written, strategies)).toEqual({ ...chain, search })
      }),
    )
  })

  it('may hold an equals sign, behind its name or not', () => {
    for (const notation of ['own:keep(p >= 0.2)', 'own:formula=keep(p >= 0.2)']) {
      const [step] = readChain(notation, strategies).steps
      expect(step!.values).toEqual({ formula: 'keep(p >= 0.2)' })
      expect(writeUse(step!)).toBe('own:formula=keep(p >= 0.2)')
    }
  })

  it('is written plainly where the notation allows', () => {
    expect(escapeText('a rich|tapestry (x)')).toBe('a rich|tapestry (x)')
    expect(escapeText(' a, b+c=d@e%')).toBe('%20a%2C b%2Bc=d%40e%25')
    expect(unescapeText('100% of %zz and %ff')).toBe('100% of %zz and %ff')
  })
})
