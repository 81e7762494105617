import { closestMatch } from 'leven'

/**
 * The little language of a person's own step: one expression that gives each candidate its new logit. Numbers
 * only; true is 1 and false is 0. Nothing in it loops, calls out or names anything but what is listed here.
 */

export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: FormulaName }
  | { readonly kind: 'call'; readonly name: FormulaFunction; readonly inputs: readonly Formula[] }

/** What a formula may name; `own.ts` describes each. */
export const FORMULA_NAMES = [
  'logit',
  'p',
  'rank',
  'mass',
  'before',
  'raw',
  'count',
  'ago',
  'highest',
  'top',
  'size',
  'entropy',
  'step',
  'length',
  'inf',
] as const

export type FormulaName = (typeof FORMULA_NAMES)[number]

/** How many inputs each function takes; undefined is one or more. */
const FUNCTIONS = {
  keep: 1,
  abs: 1,
  exp: 1,
  log: 1,
  sqrt: 1,
  floor: 1,
  min: undefined,
  max: undefined,
} as const

/** Operators, loosest first; those of a row bind alike, from the left. */
const OPERATORS = [
  ['or'],
  ['and'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/', '%'],
  ['^'],
] as const

type Operator = (typeof OPERATORS)[number][number]
export type FormulaFunction = keyof typeof FUNCTIONS | Operator | 'not' | 'negative' | '?'

/** Parts a formula may have: what evaluating it costs a candidate. */
const MOST_PARTS = 200
const DEEPEST = 40

export class FormulaError extends Error {}

const WORD =
  /\s*(?:(\d{1,15}(?:\.\d{0,15})?(?:e[-+]?\d{1,3})?)|([a-z]{1,20})|(<=|>=|==|!=|[-+*/%^<>()?:,]))/iy

/** Why a text is no formula, in a sentence. */
export function formulaFault(text: string): string | undefined {
  try {
    parseFormula(text)
    return undefined
  } catch (error) {
    if (error instanceof FormulaError) return error.message
    throw error
  }
}

/** @throws FormulaError in a sentence */
export function parseFormula(text: string): Formula {
  const words = wordsOf(text)
  let [at, parts] = [0, 0]

  const made = (formula: Formula): Formula => {
    if (++parts > MOST_PARTS) throw new FormulaError(`a formula may have ${MOST_PARTS} parts; shorten it.`)
    return formula
  }
  const call = (name: FormulaFunction, ...inputs: Formula[]) => made({ kind: 'call', name, inputs })
  const isNext = (...some: readonly string[]) => some.includes(words[at]?.word ?? '')
  /** The next word, and where it is. */
  const found = () => {
    const next = words[at]
    return next ? `"${next.word}" at character ${next.place}` : 'the end'
  }

  function expect(word: string): void {
    if (!isNext(word)) throw new FormulaError(`expected "${word}", got ${found()}.`)
    at++
  }

  function choice(depth: number): Formula {
    if (depth > DEEPEST) throw new FormulaError(`brackets may be ${DEEPEST} deep; write it flatter.`)
    const condition = binary(0, depth)
    if (!isNext('?')) return condition
    at++
    const one = choice(depth + 1)
    expect(':')
    return call('?', condition, one, choice(depth + 1))
  }

  function binary(level: number, depth: number): Formula {
    const row = OPERATORS[level]
    if (!row) return unary(depth)
    let left = binary(level + 1, depth)
    while (isNext(...row)) {
      const operator = words[at++]!.word as Operator
      left = call(operator, left, binary(level + 1, depth))
    }
    return left
  }

  function unary(depth: number): Formula {
    if (depth > DEEPEST) throw new FormulaError(`brackets may be ${DEEPEST} deep; write it flatter.`)
    if (isNext('-', 'not')) {
      const name = words[at++]!.word === '-' ? 'negative' : 'not'
      return call(name, unary(depth + 1))
    }
    return primary(depth)
  }

  function primary(depth: number): Formula {
    const word = words[at]?.word
    if (word === undefined || !(/^\d/.test(word) || word === '(' || isName(word) || isFunction(word))) {
      throw new FormulaError(`expected a number or a name, got ${found()}${adviceFor(word)}`)
    }
    at++
    if (word === '(') {
      const inner = choice(depth + 1)
      expect(')')
      return inner
    }
    if (isFunction(word)) return called(word, depth)
    return made(isName(word) ? { kind: 'name', name: word } : { kind: 'number', value: Number(word) })
  }

  function called(name: keyof typeof FUNCTIONS, depth: number): Formula {
    expect('(')
    const inputs = [choice(depth + 1)]
    while (isNext(',')) {
      at++
      inputs.push(choice(depth + 1))
    }
    expect(')')
    const wanted = FUNCTIONS[name]
    if (wanted !== undefined && inputs.length !== wanted) {
      throw new FormulaError(`${name} takes one number, got ${inputs.length}.`)
    }
    return call(name, ...inputs)
  }

  const formula = choice(0)
  if (at < words.length) throw new FormulaError(`expected an operator, got ${found()}.`)
  return formula
}

const isName = (word: string): word is FormulaName => FORMULA_NAMES.some((name) => name === word)
const isFunction = (word: string): word is keyof typeof FUNCTIONS => Object.hasOwn(FUNCTIONS, word)

/** What may have been meant, or all that there is. */
function adviceFor(word = ''): string {
  if (!/^[a-z]/i.test(word)) return '.'
  const known = [...FORMULA_NAMES, ...Object.keys(FUNCTIONS)]
  const nearest = closestMatch(word.toLowerCase(), known, { maxDistance: Math.ceil(word.length / 3) })
  return nearest === undefined ? `; there are ${known.join(', ')}.` : `; did you mean ${nearest}?`
}

interface Word {
  readonly word: string
  /** Of its first character, from 1. */
  readonly place: number
}

function wordsOf(text: string): Word[] {
  const words: Word[] = []
  const end = text.trimEnd().length
  WORD.lastIndex = 0
  while (WORD.lastIndex < end) {
    const start = WORD.lastIndex
    const found = WORD.exec(text)
    const rest = text.slice(start).trimStart()
    const place = text.length - rest.length + 1
    if (!found) {
      throw new FormulaError(`"${rest.trimEnd().slice(0, 20)}" at character ${place} cannot be read.`)
    }
    words.push({ word: found[0].trim(), place })
  }
  return words
}
