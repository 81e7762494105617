import { z } from 'zod'
import type { Definition } from './definition.ts'
import type { ParameterHelp } from './parameters.ts'

/** One parameter as forms, help and docs show it; read off its zod schema, stated nowhere else. */
export interface ParameterDescription extends ParameterHelp {
  readonly name: string
  /** A `model` is the id of one, or `same` for the lane's own. */
  readonly type: 'number' | 'integer' | 'choice' | 'model' | 'text'
  readonly fallback: number | string
  readonly minimum?: number
  readonly maximum?: number
  /** For a choice. */
  readonly options?: readonly string[]
  /** What a text must match. */
  readonly pattern?: string
  /** The value that turns the step off, where this parameter alone decides that. */
  readonly off?: number
}

/** A registry entry as data: what `/api/strategies` serves and the page builds its forms from. */
export interface StrategyDescription {
  readonly id: string
  readonly kind: 'step' | 'search'
  readonly aliases: readonly string[]
  readonly title: string
  readonly summary: string
  readonly formula: string
  readonly paper: string
  readonly weakness: string
  /** Whether menus show it first. */
  readonly isCommon: boolean
  readonly family: string
  readonly parameters: readonly ParameterDescription[]
  readonly isDeterministic?: boolean
  readonly needsHiddenStates?: boolean
  /** Whether it wants a second reading of the text: it works in runs only. */
  readonly needsAmateur?: boolean
  readonly isStepwise?: boolean
  /** Whether a step draws random numbers of its own. */
  readonly isRandom?: boolean
  /** Whether it is computed in a worker of a browser and nowhere else. */
  readonly isBrowserOnly?: boolean
  /** Rows of the shared batch that one sample takes, or the name of their parameter; one where absent. */
  readonly rows?: number | string
  /** Whether it takes tokens back and writes others in their place. */
  readonly goesBack?: boolean
  /** Whether it keeps the fewest tokens that reach a share of the mass, its first parameter. */
  readonly countsMass?: boolean
  /** Whether it is the search of a chain that names none. */
  readonly isImplied?: boolean
}

type JsonProperty = ParameterHelp & {
  type?: string
  default: number | string
  minimum?: number
  maximum?: number
  enum?: string[]
  pattern?: string
  isText?: boolean
}

const cache = new Map<Definition, readonly ParameterDescription[]>()

/** The parameters of a definition, in order; the first one is what `id:value` sets. */
export function parametersOf(definition: Definition): readonly ParameterDescription[] {
  const known = cache.get(definition)
  if (known) return known
  const properties = z.toJSONSchema(definition.parameters, { io: 'input' }).properties ?? {}
  const neutral = definition.kind === 'step' ? definition.neutral : undefined
  const described = Object.entries(properties).map(([name, property]) =>
    describe(name, property as unknown as JsonProperty, neutral?.[name]),
  )
  cache.set(definition, described)
  return described
}

function describe(name: string, property: JsonProperty, off: number | undefined): ParameterDescription {
  const { title, help, slider, scale, words, minimum, maximum, enum: options, pattern } = property
  return {
    name,
    title,
    help,
    type: typeOf(property),
    fallback: property.default,
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(options && { options }),
    ...(pattern !== undefined && { pattern }),
    ...(off !== undefined && { off }),
    ...(slider && { slider }),
    ...(scale && { scale }),
    ...(words && { words }),
  }
}

const typeOf = ({ enum: options, type, isText }: JsonProperty): ParameterDescription['type'] =>
  options
    ? 'choice'
    : type === 'string'
      ? isText
        ? 'text'
        : 'model'
      : type === 'integer'
        ? 'integer'
        : 'number'

export function describeStrategy(definition: Definition): StrategyDescription {
  const {
    id,
    kind,
    aliases = [],
    title,
    summary,
    formula,
    paper,
    weakness,
    family,
    isCommon = false,
  } = definition
  return {
    id,
    kind,
    aliases,
    title,
    summary,
    formula,
    paper,
    weakness,
    isCommon,
    family,
    parameters: parametersOf(definition),
    ...(definition.kind === 'step' && definition.amateur && { needsAmateur: true }),
    ...(definition.kind === 'step' && definition.isRandom && { isRandom: true }),
    ...(definition.kind === 'step' && definition.isBrowserOnly && { isBrowserOnly: true }),
    ...(definition.kind === 'step' && definition.massGoal && { countsMass: true }),
    ...(definition.kind === 'search' && {
      isDeterministic: definition.isDeterministic,
      needsHiddenStates: definition.needsHiddenStates ?? false,
      isStepwise: definition.isStepwise ?? false,
      isImplied: definition.isImplied ?? false,
      ...(definition.goesBack && { goesBack: true }),
      ...(definition.rows !== undefined && { rows: definition.rows }),
    }),
  }
}
