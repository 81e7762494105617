import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { parseChain } from '../../../src/runs/request/notation.ts'
import {
  chainFault,
  isOff,
  nameOfChain,
  readChain,
  useFault,
  writeChain,
  writeValues,
} from '../../../src/strategies/chain/written-chain.ts'
import { strategyDescriptions as strategies } from '../../../src/strategies/registry.ts'

const read = (notation: string) => readChain(notation, strategies)

function checkedFault(notation: string): string | undefined {
  try {
    parseChain(notation)
    return undefined
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}

describe('a chain as it is written', () => {
  it('keeps values as they were typed and writes them back', () => {
    const chain = read(' temperature : 0.70 + top-p ')
    expect(chain.steps.map(({ strategy, values }) => [strategy.id, values])).toEqual([
      ['temperature', { t: '0.70' }],
      ['nucleus', { p: '0.9' }],
    ])
    expect(writeChain(chain)).toBe('temperature:0.70+nucleus:0.9')
  })

  it('can be read while a value is still wrong', () => {
    expect(read('nucleus:').steps[0]!.values).toEqual({ p: '' })
    expect(writeChain(read('top-k:x'))).toBe('top-k:x')
  })

  it.each([
    'nucleus:1.4',
    'top-k:2.5',
    'top-k:',
    'nucleus:abc',
    'beam:early-stopping=maybe',
    'fancy',
    'greedy+top-k:3',
    'nucleus:q=1',
    'contrastive-decoding:amateur=a b',
  ])('finds in "%s" the fault that checking its numbers finds', (notation) => {
    expect(checkedFault(notation)).toBeDefined()
    expect(chainFault(notation, strategies)).toBe(checkedFault(notation))
  })

  it.each(['', 'nucleus:0.9', 'beam:width=8,early-stopping=never', 'xtc', ...strategies.map(({ id }) => id)])(
    'finds none in "%s"',
    (notation) => {
      expect([chainFault(notation, strategies), checkedFault(notation)]).toEqual([undefined, undefined])
    },
  )

  it('knows a decimal comma when it sees one', () => {
    expect(chainFault('nucleus:0,9', strategies)).toBe(
      'nucleus got p twice in "0,9"; a decimal is written with a point, as in 0.9.',
    )
    expect(chainFault('nucleus:p=0.9,p=0.8', strategies)).toMatch(/twice in "p=0\.9,p=0\.8"; keep one\.$/)
  })

  it('has a fault in one of its uses, or values behind a colon', () => {
    const [wrong, right] = ['nucleus:2', 'xtc:threshold=0.2'].map((notation) => read(notation).steps[0]!)
    expect(useFault(wrong!)).toBe('Nucleus p: expected a share of the mass from 0 to 1 (1 is off), got 2.')
    expect([useFault(right!), writeValues(right!)]).toEqual([undefined, '0.2'])
  })

  it('is named by its steps that are on, and by its search unless that is implied', () => {
    const name = (notation: string) => nameOfChain(read(notation))
    expect(name('temperature:1+nucleus:0.9')).toBe('Nucleus 0.9')
    expect(name('top-k:3+greedy')).toBe('Top-k 3, Greedy')
    expect(name('')).toBe(read('').search.strategy.title)
    expect(isOff(read('nucleus:1.0').steps[0]!)).toBe(true)
  })
})
