import type { z } from 'zod'
import { UserError } from '../../errors.ts'
import type { Chain, Definition, SearchUse, StepUse } from '../../strategies/chain/definition.ts'
import { describeParameter, parametersOf } from '../../strategies/chain/describe.ts'
import { findDefinition, registry } from '../../strategies/registry.ts'

/** Longest chain notation accepted, in characters. */
const MAX_NOTATION_LENGTH = 1000

type Use = StepUse | SearchUse

/**
 * Reads chain notation: `step+step+...`, a step being `id`, `id:value` (its first parameter) or `id:name=value,...`.
 * A search may end it; otherwise `sample` is implied.
 * @throws UserError `bad-chain` saying what was expected, what came, and what to do
 */
export function parseChain(notation: string): Chain {
  if (notation.length > MAX_NOTATION_LENGTH) {
    throw bad(`A chain may be ${MAX_NOTATION_LENGTH} characters long, got ${notation.length}; shorten it.`)
  }
  const uses = notation.trim() === '' ? [] : notation.split('+').map(parseUse)
  const search = uses.at(-1)
  const isSearch = (use: Use): use is SearchUse => use.definition.kind === 'search'
  const steps = search && isSearch(search) ? uses.slice(0, -1) : uses
  const misplaced = steps.find(isSearch)
  if (misplaced) {
    throw bad(
      `"${misplaced.notation}" is a search and must be the last step of "${notation}"; move it to the end.`,
    )
  }
  return {
    steps: steps as StepUse[],
    search: search && isSearch(search) ? search : (parseUse('sample') as SearchUse),
  }
}

/** Writes a chain in canonical notation: aliases resolved, defaults left out, `sample` implied unless alone. */
export function formatChain({ steps, search }: Chain): string {
  const isImplied = search.definition.id === 'sample' && steps.length > 0
  return [...steps, ...(isImplied ? [] : [search])].map((use) => use.notation).join('+')
}

/** A step or search with the given parameters, the rest at their defaults. */
function parseUse(text: string): Use {
  const [, name = '', , values] = /^\s*([^:\s]*)\s*(:(.*))?$/s.exec(text) ?? []
  const definition = findDefinition(name)
  if (!definition) {
    const known = registry.map(({ id }) => id).join(', ')
    throw bad(`There is no step "${text.trim()}"; choose from ${known}.`)
  }
  return useOf(definition, values === undefined ? {} : parseValues(definition, values))
}

/** Checks parameters against the definition's schema and writes the use's notation. */
export function useOf(definition: Definition, given: Readonly<Record<string, unknown>>): Use {
  const result = definition.parameters.safeParse(given)
  if (!result.success) throw bad(explainIssue(definition, given, result.error.issues[0]!))
  const parameters = result.data as Use['parameters']
  return { definition, parameters, notation: formatUse(definition, parameters) } as Use
}

function parseValues(definition: Definition, text: string): Record<string, unknown> {
  const names = parametersOf(definition).map(({ name }) => name)
  const values: Record<string, unknown> = {}
  for (const part of text.split(',')) {
    const [left, ...right] = part.split('=')
    const isNamed = right.length > 0
    const name = isNamed ? left!.trim() : names[0]
    if (name === undefined)
      throw bad(`${definition.id} takes no parameter, got "${text}"; write "${definition.id}".`)
    if (!names.includes(name)) {
      throw bad(`${definition.id} has no parameter "${name}"; it takes ${names.join(', ') || 'none'}.`)
    }
    if (name in values) throw bad(`${definition.id} got ${name} twice in "${text}"; keep one.`)
    values[name] = parseValue((isNamed ? right.join('=') : left!).trim())
  }
  return values
}

/** A number where it reads as one, else the text itself for the schema to judge. */
function parseValue(text: string): unknown {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text
}

function formatUse(definition: Definition, parameters: Use['parameters']): string {
  const described = parametersOf(definition)
  const changed = described.filter(({ name, fallback }) => parameters[name] !== fallback)
  const first = described[0]
  if (!first) return definition.id
  const onlyFirst = changed.every(({ name }) => name === first.name)
  if (onlyFirst) return `${definition.id}:${parameters[first.name]}`
  const shown = described.filter(
    ({ name }) => name === first.name || changed.some((other) => other.name === name),
  )
  return `${definition.id}:${shown.map(({ name }) => `${name}=${parameters[name]}`).join(',')}`
}

function explainIssue(
  definition: Definition,
  given: Readonly<Record<string, unknown>>,
  issue: z.core.$ZodIssue,
): string {
  const name = String(issue.path[0] ?? '')
  const parameter = parametersOf(definition).find((one) => one.name === name)
  if (!parameter) return `${definition.id}: ${issue.message}.`
  const got = given[name]
  return `${definition.title} ${name}: expected ${describeParameter(parameter)}, got ${got === '' ? 'nothing' : String(got)}.`
}

const bad = (message: string) => new UserError('bad-chain', message)
