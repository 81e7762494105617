import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UserError } from '../../../../src/errors.ts'
import { parseChain } from '../../../../src/runs/request/notation.ts'
import { Distribution, DistributionError } from '../../../../src/sampling/distribution.ts'
import { describeStrategy } from '../../../../src/strategies/chain/describe.ts'
import { compileFormula, type FormulaScope } from '../../../../src/strategies/steps/own/evaluate-formula.ts'
import { own as ownStep } from '../../../../src/strategies/steps/own/own.ts'
import {
  FormulaError,
  formulaFault,
  parseFormula,
} from '../../../../src/strategies/steps/own/parse-formula.ts'
import { applyChain, keptIds, largestDifference, probabilities } from '../../../helpers/reference.ts'

const escaped = (formula: string) => formula.replaceAll('+', '%2B').replaceAll(',', '%2C')
const own = (formula: string) => `own:formula=${escaped(formula)}`

beforeEach(() => vi.stubGlobal('WorkerGlobalScope', class {}))
afterEach(() => vi.unstubAllGlobals())

const SCOPE = { logit: 2, p: 0.25, rank: 3, count: 0, inf: Infinity } as FormulaScope

const resultOf = (formula: string) => compileFormula(parseFormula(formula))(SCOPE)

describe('the language of a formula', () => {
  it.each([
    ['1 + 2 * 3 ^ 2', 19],
    ['2 ^ 3 ^ 2', 64],
    ['-2 ^ 2', 4],
    ['10 - 4 - 3', 3],
    ['7 % 4 / 2', 1.5],
    ['(1 + 2) * 3', 9],
    ['1 < 2 and not 2 < 1', 1],
    ['0 or p == 0.25', 1],
    ['p > 0.5 ? 1 : rank >= 3 ? 2 : 3', 2],
    ['min(3, logit, 5) + max(1) - abs(-4)', -1],
    ['floor(exp(log(sqrt(16)) + 0.0001))', 4],
    ['keep(count > 0)', -Infinity],
    ['keep(count == 0)', 2],
    ['1.5e2', 150],
  ])('%s is %d', (formula, value) => {
    expect(resultOf(formula)).toBe(value)
  })

  it.each([
    ['', 'expected a number or a name, got the end.'],
    ['logit +', 'got the end'],
    ['(p', 'expected ")", got the end'],
    ['keep( befor < 0.9)', 'got "befor" at character 7; did you mean before?'],
    ['Logit', 'did you mean logit?'],
    ['1 + )', 'expected a number or a name, got ")" at character 5.'],
    ['p  p', 'expected an operator, got "p" at character 4.'],
    ['constructor', 'got "constructor" at character 1; there are logit, p, rank'],
    ['p.constructor', '".constructor" at character 2 cannot be read'],
    ['fetch("/")', 'cannot be read'],
    ['abs(1, 2)', 'abs takes one number, got 2'],
    ['('.repeat(60), '40 deep'],
    [Array(150).fill('1').join(' + '), '200 parts'],
  ])('"%s" is refused in a sentence', (formula, sentence) => {
    expect(() => parseFormula(formula)).toThrow(FormulaError)
    expect(() => parseFormula(formula)).toThrow(sentence)
  })

  it('reads any text to its end or refuses it, quickly', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        try {
          parseFormula(text)
        } catch (error) {
          expect(error).toBeInstanceOf(FormulaError)
        }
      }),
    )
  })
})

describe('a step of one’s own', () => {
  it.each([
    ['keep(before < 0.9)', 'nucleus:0.9'],
    ['keep(p >= 0.1 * top)', 'min-p:0.1'],
    ['keep(rank <= 3)', 'top-k:3'],
    ['logit / 0.7', 'temperature:0.7'],
    ['logit - 0.5 * count', 'frequency-penalty:0.5'],
    ['logit - (count > 0 ? 0.5 : 0)', 'presence-penalty:0.5'],
  ])('%s is %s', (formula, chain) => {
    const history = [1, 3, 1]
    const logits = fc.uniqueArray(fc.integer({ min: -60, max: 60 }), { minLength: 5, maxLength: 30 })
    fc.assert(
      fc.property(logits, (eighths) => {
        const raw = Distribution.fromLogits(eighths.map((eighth) => eighth / 8 + 0.01))
        const [mine, theirs] = [own(formula), chain].map((one) => applyChain(one, raw, { history }))
        expect(keptIds(mine!)).toEqual(keptIds(theirs!))
        expect(largestDifference(probabilities(mine!), probabilities(theirs!))).toBeLessThan(1e-12)
      }),
      { numRuns: 30 },
    )
  })

  it('sees how long ago a token was written, and what came before the first step', () => {
    const raw = Distribution.fromLogits([1, 2, 3, 4])
    expect(keptIds(applyChain(own('keep(ago > 2)'), raw, { history: [0, 1, 2, 3] }))).toEqual([0, 1])
    expect(keptIds(applyChain(`temperature:0.1+${own('keep(raw > 0.2)')}`, raw))).toEqual([2, 3])
  })

  it('is refused where its value is no logit, and where it is not in a browser’s worker', () => {
    const raw = Distribution.fromLogits([1, 2])
    expect(() => applyChain(own('log(-1)'), raw)).toThrow(DistributionError)
    expect(() => applyChain(own('1 / 0'), raw)).toThrow('gives Infinity for token 0')
    expect(() => applyChain(own('-inf'), raw)).toThrow('no token is left')
    expect(() => parseChain(own('logit +'))).toThrow('Your own: expected a number or a name, got the end.')
    vi.unstubAllGlobals()
    expect(() => applyChain(own('logit / 2'), raw)).toThrow(UserError)
    expect(() => applyChain('own', raw)).toThrow('computed in your browser, and nowhere else')
  })

  it('explains what a formula may be made of, and is found by what people call it', () => {
    const { title, summary, parameters } = describeStrategy(ownStep)
    const names = parameters[0]!.words!.flatMap(({ name }) =>
      name.match(/^[a-z, ]+$/) ? name.split(', ') : [],
    )
    for (const name of names.filter((one) => one !== 'or and not')) {
      expect(formulaFault(name)?.replace('expected "(", got the end.', '') ?? '').toBe('')
    }
    expect(names).toEqual(expect.arrayContaining(['logit', 'ago', 'inf', 'floor']))
    for (const word of ['your own', 'custom', 'expression', 'function', 'code', 'formula']) {
      expect(`${title} ${summary}`.toLowerCase()).toContain(word)
    }
  })
})
