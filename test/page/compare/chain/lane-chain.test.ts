import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../src/errors.ts'
import {
  isRead,
  laneFault,
  laneName,
  readLane,
  valueWords,
  writeLane,
} from '../../../../src/page/compare/chain/lane-chain.ts'
import { positionOf, valueAt } from '../../../../src/page/ui/slider-scale.ts'
import {
  formatChain as formatByServer,
  parseChain as parseByServer,
} from '../../../../src/runs/request/notation.ts'
import { isNeutral } from '../../../../src/strategies/chain/chain.ts'
import { isOff } from '../../../../src/strategies/chain/written-chain.ts'
import { valueFault } from '../../../../src/strategies/chain/written-value.ts'
import { offer } from '../render.tsx'

const { strategies, models } = offer
const faultOf = (notation: string) => laneFault(readLane(notation, strategies), models)

function serverFault(chain: string): string {
  try {
    parseByServer(chain)
    return ''
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}

describe('chains on the page', () => {
  const good = [
    ...strategies.map(({ id }) => id),
    'temperature:0.7+top-k:40+nucleus:0.9',
    'top-p:0.9',
    'nucleus:1+greedy',
    'xtc:threshold=0.2,probability=1',
    'mirostat:tau=3',
    'beam:width=8,early-stopping=never',
    '',
    ' top-k : 5 ',
  ]
  const bad = [
    'nucleus:1.4',
    'top-k:2.5',
    'fancy',
    'greedy+top-k:3',
    'nucleus:q=1',
    'top-k:',
    'greedy:1',
    'beam:early-stopping=maybe',
  ]

  it.each(good)('reads and writes "%s" as the server does', (notation) => {
    expect([serverFault(notation), faultOf(notation)]).toEqual(['', ''])
    expect(writeLane(readLane(notation, strategies))).toBe(formatByServer(parseByServer(notation)))
  })

  it.each(bad)('refuses "%s" as the server does', (notation) => {
    expect(serverFault(notation)).not.toBe('')
    expect(faultOf(notation)).not.toBe('')
  })

  it('shows as off what changes nothing', () => {
    for (const notation of [
      'temperature:1',
      'top-k:0',
      'nucleus:1',
      'min-p:0',
      'nucleus:0.9',
      'temperature:0',
    ]) {
      const chain = readLane(notation, strategies)
      const use = isRead(chain) ? chain.written.steps[0] : undefined
      expect(use && isOff(use), notation).toBe(isNeutral(parseByServer(notation).steps[0]!))
    }
  })

  it('names lanes by what is on', () => {
    expect(laneName(readLane('temperature:1+nucleus:0.9', strategies), models)).toBe('Nucleus 0.9')
    expect(laneName(readLane('temperature:0.7+top-k:40', strategies), models)).toBe(
      'Temperature 0.7, Top-k 40',
    )
    expect(laneName(readLane('greedy', strategies), models)).toBe('Greedy')
  })

  it('states what is wrong in a sentence, with the step before it and alone beside its knob', () => {
    const beside = (id: string, text: string) => {
      const strategy = strategies.find((one) => one.id === id)!
      return valueWords(strategy, strategy.parameters[0]!, text)
    }
    const clause = 'xpected a share of the mass from 0 to 1 (1 is off), got 1.4.'
    expect(faultOf('nucleus:1.4')).toBe(`Nucleus p: e${clause}`)
    expect(beside('nucleus', '1.4')).toBe(`E${clause}`)
    expect(faultOf('own:(p')).toBe('Your own: expected ")", got the end.')
    expect(beside('own', '(p')).toBe('Expected ")", got the end.')
    expect(beside('own', 'p')).toBe('')
  })

  it('finds every slider position a value that the server takes', () => {
    for (const { id, parameters } of strategies) {
      for (const parameter of parameters.filter(({ type }) => type === 'number' || type === 'integer')) {
        for (const position of [0, 137, 500, 981, 1000]) {
          const value = valueAt(parameter, position)
          // Its width and groups must also fit each other, which no slider alone can know.
          const fault =
            id === 'diverse-beam'
              ? (valueFault(parameter, String(value)) ?? '')
              : serverFault(`${id}:${parameter.name}=${value}`)
          expect(fault, `${id} ${parameter.name} ${value}`).toBe('')
          expect(valueAt(parameter, positionOf(parameter, value))).toBeCloseTo(value, 1)
        }
      }
    }
  })
})
