/**
 * The little language of a person's own step: one expression that gives each candidate its new logit. Numbers
 * only; true is 1 and false is 0. Nothing in it loops, calls out or names anything but what is listed here.
 */

export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: FormulaName }
  | { readonly kind: 'call'; readonly name: FormulaFunction; readonly inputs: readonly Formula[] }

/** What a formula may name, with what it means. */
const FORMULA_NAMES = {
  logit: 'the token’s logit as it came to the step',
  p: 'its probability there',
  rank: 'its rank there, 1 for the most likely',
  mass: 'the probability of all tokens down to it, its own among them',
  before: 'the probability of all tokens above it',
  count: 'how often it is in the history, the prompt’s among them',
  ago: 'how many tokens ago it was last written, 1 for the last one, inf for never',
  raw: 'its probability under the model, before the first step',
  highest: 'the highest logit',
  top: 'the highest probability',
  size: 'how many candidates there are',
  entropy: 'their entropy, in nats',
  step: 'the place of the token that is chosen, 0 for the first',
  length: 'tokens of the history',
  inf: 'infinity; a logit of -inf removes a token',
} as const

export type FormulaName = keyof typeof FORMULA_NAMES

/** How many inputs each function takes; undefined is one or more. */
const FUNCTIONS = {
  abs: 1,
  exp: 1,
  log: 1,
  sqrt: 1,
  floor: 1,
  keep: 1,
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
  const isNext = (...some: readonly string[]) => some.includes(words[at] ?? '')

  function expect(word: string): void {
    if (!isNext(word)) throw new FormulaError(`expected "${word}", got ${quoted(words[at])}.`)
    at++
  }

  function choice(depth: number): Formula {
    if (depth > DEEPEST) throw new FormulaError(`brackets may stand ${DEEPEST} deep; write it flatter.`)
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
      const operator = words[at++] as Operator
      left = call(operator, left, binary(level + 1, depth))
    }
    return left
  }

  function unary(depth: number): Formula {
    if (depth > DEEPEST) throw new FormulaError(`brackets may stand ${DEEPEST} deep; write it flatter.`)
    if (isNext('-', 'not')) {
      const name = words[at++] === '-' ? 'negative' : 'not'
      return call(name, unary(depth + 1))
    }
    return primary(depth)
  }

  function primary(depth: number): Formula {
    const word = words[at++]
    if (word === '(') {
      const inner = choice(depth + 1)
      expect(')')
      return inner
    }
    if (word !== undefined && /^\d/.test(word)) return made({ kind: 'number', value: Number(word) })
    if (isKey(word, FUNCTIONS)) return called(word, depth)
    if (isKey(word, FORMULA_NAMES)) return made({ kind: 'name', name: word })
    const names = [...Object.keys(FORMULA_NAMES), ...Object.keys(FUNCTIONS)].join(', ')
    throw new FormulaError(`expected a number or one of ${names}, got ${quoted(word)}.`)
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
  if (at < words.length) throw new FormulaError(`expected an operator, got ${quoted(words[at])}.`)
  return formula
}

const isKey = <Keys extends object>(word: string | undefined, keys: Keys): word is keyof Keys & string =>
  word !== undefined && Object.hasOwn(keys, word)

const quoted = (word: string | undefined): string => (word === undefined ? 'the end' : `"${word}"`)

function wordsOf(text: string): string[] {
  const words: string[] = []
  const end = text.trimEnd().length
  WORD.lastIndex = 0
  while (WORD.lastIndex < end) {
    const start = WORD.lastIndex
    const found = WORD.exec(text)
    if (!found) throw new FormulaError(`"${text.slice(start).trim().slice(0, 20)}" cannot be read.`)
    words.push(found[0].trim())
  }
  return words
}
