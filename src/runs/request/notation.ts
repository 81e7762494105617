import type { z } from 'zod'
import { UserError } from '../../errors.ts'
import type { Chain, Definition, SearchUse, StepUse } from '../../strategies/chain/definition.ts'
import { describeStrategy, parametersOf } from '../../strategies/chain/describe.ts'
import {
  readChain,
  type WrittenUse,
  writeChain,
  writeUse,
  writtenUse,
} from '../../strategies/chain/written-chain.ts'
import { describeParameter, parseValue } from '../../strategies/chain/written-value.ts'
import { findDefinition, strategyDescriptions } from '../../strategies/registry.ts'

type Use = StepUse | SearchUse

/**
 * Reads chain notation, every value checked (see `readChain`).
 * @throws UserError `bad-chain` with what was expected, what came, and what to do
 */
export function parseChain(notation: string): Chain {
  const { steps, search } = readChain(notation, strategyDescriptions)
  return { steps: steps.map(checkedUse) as StepUse[], search: checkedUse(search) as SearchUse }
}

/** Writes a chain in canonical notation (see `writeChain`). */
export const formatChain = ({ steps, search }: Chain): string =>
  writeChain({ steps: steps.map(writtenOf), search: writtenOf(search) })

function checkedUse({ strategy, values }: WrittenUse): Use {
  const given = strategy.parameters.map(({ name, type }) => {
    const text = values[name]!
    return [name, type === 'number' || type === 'integer' ? parseValue(text) : text]
  })
  return useOf(findDefinition(strategy.id)!, Object.fromEntries(given))
}

/** Checks parameters against the definition's schema and writes the use's notation. */
export function useOf(definition: Definition, given: Readonly<Record<string, unknown>>): Use {
  const result = definition.parameters.safeParse(given)
  if (!result.success) throw bad(explainIssue(definition, given, result.error.issues[0]!))
  const parameters = result.data as Use['parameters']
  return { definition, parameters, notation: writeUse(writtenOf({ definition, parameters })) } as Use
}

const writtenOf = ({ definition, parameters }: Pick<Use, 'definition' | 'parameters'>): WrittenUse => {
  const values = Object.entries(parameters).map(([name, value]) => [name, String(value)])
  return writtenUse(describeStrategy(definition), Object.fromEntries(values))
}

function explainIssue(
  definition: Definition,
  given: Readonly<Record<string, unknown>>,
  issue: z.core.$ZodIssue,
): string {
  if (issue.code === 'custom') return `${definition.title}: ${issue.message}`
  const name = String(issue.path[0] ?? '')
  const parameter = parametersOf(definition).find((one) => one.name === name)
  if (!parameter) return `${definition.id}: ${issue.message}.`
  const got = given[name]
  return (
    `${definition.title} ${name}: expected ${describeParameter(parameter)}, got ` +
    `${got === '' ? 'nothing' : String(got)}.`
  )
}

const bad = (message: string) => new UserError('bad-chain', message)

/** What an empty chain means, in canonical notation: pure sampling. */
export const IMPLIED_CHAIN = formatChain(parseChain(''))
