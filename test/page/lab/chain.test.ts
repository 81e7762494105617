import { describe, expect, it } from 'vitest'
import { chainOf, withStrategy } from '../../../src/page/lab/chain.ts'
import { strategyDescriptions } from '../../../src/strategies/registry.ts'

const strategyOf = (id: string) => strategyDescriptions.find((one) => one.id === id)!
const turned = (chain: string, id: string, values: Readonly<Record<string, string>> | undefined) =>
  withStrategy(chainOf(chain, strategyDescriptions)!, strategyOf(id), values, strategyDescriptions)

describe('a knob', () => {
  it.each([
    ['top-k:3', 'nucleus', { p: '0.9' }, 'top-k:3+nucleus:0.9'],
    ['top-p:0.5+greedy', 'nucleus', { p: '0.9' }, 'nucleus:0.9+greedy'],
    ['greedy', 'top-k', { k: '2' }, 'top-k:2+greedy'],
    ['top-k:3', 'top-k', undefined, 'sample'],
    ['top-k:3', 'greedy', {}, 'top-k:3+greedy'],
    ['top-k:3+greedy', 'greedy', undefined, 'top-k:3'],
    ['sample', 'nucleus', {}, 'nucleus:0.9'],
    ['top-k:3', 'xtc', { threshold: '0.1', probability: '1' }, 'top-k:3+xtc:threshold=0.1,probability=1'],
    [
      'dynamic-temperature:1,range=0.5',
      'dynamic-temperature',
      { t: '2' },
      'dynamic-temperature:t=2,range=0.5',
    ],
    ['nucleus:0.9', 'nucleus', { p: '1.4' }, 'nucleus:1.4'],
  ])('turns %s by %s to %j', (chain, id, values, expected) => {
    expect(turned(chain, id, values)).toBe(expected)
  })

  it('has no chain to turn where the notation cannot be read', () => {
    expect(chainOf('nucleus:0.9+', strategyDescriptions)).toBeUndefined()
    expect(chainOf('greedy+top-k', strategyDescriptions)).toBeUndefined()
  })
})
