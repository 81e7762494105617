import { closestMatch } from 'leven'
import { UserError } from '../../errors.ts'
import { count } from '../../words.ts'
import type { ParameterDescription, StrategyDescription } from './describe.ts'
import { escapeText, unescapeText } from './written-text.ts'
import { parseValue, valueFault } from './written-value.ts'

/**
 * Chain notation by the strategies' descriptions alone: server and browser read and write chains with this
 * file. Values are texts, as a form holds them; `runs/request/notation.ts` makes checked numbers of them.
 */

/** A step or search as written: a text for each of its parameters, defaults filled in. */
export interface WrittenUse {
  readonly strategy: StrategyDescription
  readonly values: Readonly<Record<string, string>>
}

/** Ordered steps and the search that ends them. */
export interface WrittenChain {
  readonly steps: readonly WrittenUse[]
  readonly search: WrittenUse
}

type Strategies = readonly StrategyDescription[]

/** Longest chain notation accepted, in characters. */
const MAX_NOTATION_LENGTH = 1000

/** A strategy with the given values, the rest at their defaults. */
export const writtenUse = (
  strategy: StrategyDescription,
  values: Readonly<Record<string, string>> = {},
): WrittenUse => ({
  strategy,
  values: {
    ...Object.fromEntries(strategy.parameters.map(({ name, fallback }) => [name, String(fallback)])),
    ...values,
  },
})

/**
 * Reads chain notation: `step+step+...`, a step being `id`, `id:value` (its first parameter) or
 * `id:name=value,...`. A search may end it; otherwise pure sampling is implied. Values may still be out of
 * bounds: see `valueFault`.
 * @throws UserError `bad-chain` with what was expected, what came, and what to do
 */
export function readChain(notation: string, strategies: Strategies): WrittenChain {
  if (notation.length > MAX_NOTATION_LENGTH) {
    throw bad(
      `A chain may be at most ${count(MAX_NOTATION_LENGTH)} characters long, got ` +
        `${count(notation.length)}; shorten it.`,
    )
  }
  const uses = notation.trim() === '' ? [] : notation.split('+').map((part) => readUse(part, strategies))
  const last = uses.at(-1)
  const search = last?.strategy.kind === 'search' ? last : undefined
  const steps = search ? uses.slice(0, -1) : uses
  const misplaced = steps.find(({ strategy }) => strategy.kind === 'search')
  if (misplaced) {
    throw bad(
      `"${writeUse(misplaced)}" is a search and must be the last step of "${notation}"; move it to the end.`,
    )
  }
  return { steps, search: search ?? writtenUse(strategies.find(({ isImplied }) => isImplied)!) }
}

function readUse(text: string, strategies: Strategies): WrittenUse {
  const colon = text.indexOf(':')
  const name = (colon < 0 ? text : text.slice(0, colon)).trim()
  const strategy = strategies.find(({ id, aliases }) => id === name || aliases.includes(name))
  if (!strategy)
    throw bad(`There is no step "${name || text.trim()}"; ${adviceFor(name || text, strategies)}`)
  return writtenUse(strategy, colon < 0 ? {} : readValues(strategy, text.slice(colon + 1)))
}

/**
 * What to write instead of an id that there is not: one that begins like it, or that a third of its letters
 * make it.
 */
function adviceFor(text: string, strategies: Strategies): string {
  const name = text.trim().toLowerCase()
  if (/[^\w\s:.-]/.test(name)) return 'a step begins with its name, and + inside a text is written %2B.'
  const known = strategies.flatMap(({ id, aliases }) => [id, ...aliases])
  const longer = name.length < 3 ? undefined : known.find((id) => id.startsWith(name))
  const maxDistance = Math.max(1, Math.floor(name.length / 3))
  const nearest = longer ?? (name.length < 3 ? undefined : closestMatch(name, known, { maxDistance }))
  return nearest === undefined
    ? 'write one from the list of steps, for example "nucleus:0.9".'
    : `did you mean ${nearest}?`
}

function readValues({ id, parameters }: StrategyDescription, text: string): Record<string, string> {
  const names = parameters.map(({ name }) => name)
  const values: Record<string, string> = {}
  for (const part of text.split(',')) {
    const sign = part.indexOf('=')
    const before = part.slice(0, Math.max(0, sign)).trim()
    // A text may hold an equals sign of its own.
    const isText = parameters[0]?.type === 'text' && !names.includes(before)
    const equals = isText ? -1 : sign
    const name = equals < 0 ? names[0] : before
    if (name === undefined) throw bad(`${id} takes no parameter, got "${text}"; write "${id}".`)
    if (!names.includes(name)) {
      throw bad(`${id} has no parameter "${name}"; it takes ${names.join(', ') || 'none'}.`)
    }
    if (name in values) {
      const isDecimal = /^\s*\d+,\d+\s*$/.test(text)
      const advice = isText
        ? '; a comma in a text is written %2C.'
        : isDecimal
          ? `; a decimal is written with a point, as in ${text.trim().replace(',', '.')}.`
          : '; keep one.'
      throw bad(`${id} got ${name} twice in "${text}"${advice}`)
    }
    const value = part.slice(equals + 1).trim()
    values[name] = parameters.find((one) => one.name === name)?.type === 'text' ? unescapeText(value) : value
  }
  return values
}

/** Writes a chain: aliases resolved, defaults left out, pure sampling implied unless alone. */
export function writeChain({ steps, search }: WrittenChain): string {
  const isImplied = search.strategy.isImplied === true && steps.length > 0
  return [...steps, ...(isImplied ? [] : [search])].map(writeUse).join('+')
}

export function writeUse(use: WrittenUse): string {
  const values = writeValues(use)
  return values === '' ? use.strategy.id : `${use.strategy.id}:${values}`
}

/**
 * What is written behind the colon: the first parameter, or by name the first and all that differ from their
 * defaults.
 */
export function writeValues({ strategy: { parameters }, values }: WrittenUse): string {
  const [first] = parameters
  if (!first) return ''
  const changed = parameters.filter(({ name, fallback }) => values[name] !== String(fallback))
  const written = ({ name, type }: ParameterDescription) =>
    type === 'text' ? escapeText(values[name]!) : values[name]!
  if (changed.every(({ name }) => name === first.name) && !written(first).includes('=')) return written(first)
  const shown = parameters.filter((one) => one === first || changed.includes(one))
  return shown.map((one) => `${one.name}=${written(one)}`).join(',')
}

/** Every step of a chain and its search, in order. */
export const usesIn = ({ steps, search }: WrittenChain): readonly WrittenUse[] => [...steps, search]

/** Whether a person's own step is in it: then a browser decodes it, and no server does. */
export const hasBrowserStep = ({ steps }: WrittenChain): boolean =>
  steps.some(({ strategy }) => strategy.isBrowserOnly)

/** What is wrong with the first faulty value of a use, in a sentence; undefined where nothing is. */
export function useFault({ strategy, values }: WrittenUse): string | undefined {
  for (const parameter of strategy.parameters) {
    const fault = valueFault(parameter, values[parameter.name]!)
    if (fault !== undefined) return `${strategy.title} ${parameter.name}: ${fault}`
  }
  return undefined
}

/** What is wrong with a chain, in a sentence; undefined where nothing is. */
export function chainFault(notation: string, strategies: Strategies): string | undefined {
  try {
    return usesIn(readChain(notation, strategies))
      .map(useFault)
      .find((fault) => fault !== undefined)
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}

/** Whether all parameters that can turn a step off do. */
export function isOff({ strategy, values }: WrittenUse): boolean {
  const deciding = strategy.parameters.filter(({ off }) => off !== undefined)
  return deciding.length > 0 && deciding.every(({ name, off }) => parseValue(values[name]!) === off)
}

/** A chain in words: "Temperature 0.7, Top-k 40"; steps that are off are left out. */
export function nameOfChain({ steps, search }: WrittenChain): string {
  const on = steps.filter((use) => !isOff(use))
  const named = search.strategy.isImplied === true && on.length > 0 ? on : [...on, search]
  return named
    .map(({ strategy, values }) => {
      const [first] = strategy.parameters
      return first ? `${strategy.title} ${values[first.name]}` : strategy.title
    })
    .join(', ')
}

const bad = (message: string) => new UserError('bad-chain', message)
