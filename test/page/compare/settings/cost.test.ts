import { describe, expect, it } from 'vitest'
import { costOf } from '../../../../src/page/compare/settings/cost.ts'
import { paramsOf, settingsFrom } from '../../../../src/page/compare/settings/link.ts'
import { faultsOf, requestOf } from '../../../../src/page/compare/settings/settings.ts'
import { offer } from '../render.tsx'

const settingsOf = (query: string) => settingsFrom(new URLSearchParams(query), offer)

describe('what a run takes', () => {
  it('counts texts, tokens and rows: one sample of a search without chance, a row for every beam', () => {
    const settings = settingsOf('lane=greedy&lane=beam:width=8&lane=nucleus:0.9&samples=4&maxTokens=50')
    expect(costOf(settings)).toEqual({ texts: 6, tokens: 300, rows: 13, rowTokens: 650 })
    const others = settingsOf('lane=contrastive:k=3&lane=stochastic-beam:5&lane=power&samples=2&maxTokens=10')
    expect(costOf(others)).toMatchObject({ texts: 5, rows: 3 + 2 * 5 + 2 * 2 })
  })

  it('is refused beside its field before it is sent', () => {
    expect(faultsOf(settingsOf('maxTokens=600'), offer).maxTokens).toBe(
      '600 tokens are asked for, and books-13m reads 512 in all; ask for at most 511, less the prompt.',
    )
    const wide = settingsOf(`samples=32&${'lane=sample&'.repeat(5)}`)
    expect(faultsOf(wide, offer).samples).toContain('keep 128 rows going at once and this one needs 160')
    const beams = settingsOf(`${'lane=beam:width=16&'.repeat(9)}`)
    expect(faultsOf(beams, offer).lanes).toContain('needs 144')
    expect(faultsOf(settingsOf('maxTokens=100'), offer)).toEqual({})
  })
})

describe('stop texts', () => {
  it('go into the request, and through a link and back', () => {
    const settings = settingsOf('stop=%5Cn%5Cn&stop=The+end')
    expect(settings.stop).toBe('\\n\\n\nThe end')
    expect(requestOf(settings).stop).toEqual(['\n\n', 'The end'])
    expect(settingsFrom(paramsOf(settings), offer).stop).toBe(settings.stop)
    expect(requestOf(settingsOf(''))).not.toHaveProperty('stop')
  })

  it('have bounds', () => {
    expect(faultsOf(settingsOf(`stop=${'x%0A'.repeat(17)}`), offer).stop).toContain('at most 16 stop texts')
    expect(faultsOf(settingsOf(`stop=${'x'.repeat(201)}`), offer).stop).toContain('one has 201')
  })
})
