import type { ReferenceField, ReferenceOperation, ReferenceProps } from '../../../page/reference/page.tsx'
import { openApi } from '../../description/openapi.ts'

/** The parts of JSON Schema that a table shows. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
}

interface Described {
  readonly tags: readonly [string]
  readonly summary: string
  readonly operationId: string
  readonly parameters?: readonly {
    readonly name: string
    readonly required: boolean
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } }
  readonly responses: Readonly<Record<string, { readonly description: string }>>
}

const NEUTRAL = 'Not offered;'

/** The description of the API as tables. */
export function referenceProps(): ReferenceProps {
  const groups = new Map<string, ReferenceOperation[]>()
  for (const [path, methods] of Object.entries(openApi('').paths)) {
    for (const [method, described] of Object.entries(methods) as [string, Described][]) {
      const [group] = described.tags
      groups.set(group, [...(groups.get(group) ?? []), operationOf(path, method, described)])
    }
  }
  return { groups: [...groups].map(([name, operations]) => ({ name, operations })) }
}

function operationOf(path: string, method: string, described: Described): ReferenceOperation {
  const { summary, operationId, parameters = [], requestBody, responses } = described
  const { properties = {}, required = [] } = requestBody?.content['application/json'].schema ?? {}
  const all = Object.entries(properties)
  const fields = all.filter(([, schema]) => !schema.description?.startsWith(NEUTRAL))
  return {
    id: `${method}-${operationId}`,
    method: method.toUpperCase(),
    path,
    summary,
    answer: Object.values(responses)[0]!.description,
    fields: [
      ...parameters.map((one) => fieldOf(one.name, one.schema, one.required)),
      ...fields.map(([name, schema]) => fieldOf(name, schema, required.includes(name))),
    ],
    neutral: all.filter(([, { description }]) => description?.startsWith(NEUTRAL)).map(([name]) => name),
  }
}

function fieldOf(name: string, schema: Schema, isRequired: boolean): ReferenceField {
  const fallback = schema.default === undefined ? '' : ` Default: ${JSON.stringify(schema.default)}.`
  return { name, type: typeOf(schema), isRequired, help: `${schema.description ?? ''}${fallback}`.trim() }
}

/** Greater bounds are those of numbers as such, and no limit that anybody meets. */
const GREATEST_BOUND = 2 ** 31 - 2

/** @param many whether of several: "strings" */
function typeOf(schema: Schema, many = false): string {
  const { type, anyOf, items, enum: values, const: only, minimum, maximum = Infinity } = schema
  const ending = many ? 's' : ''
  if (anyOf) return [...new Set(anyOf.map((one) => typeOf(one, many)))].join(' or ')
  if (values) return values.join(', ')
  if (only !== undefined) return String(only)
  if (type === 'array') return `list${ending} of ${items ? typeOf(items, true) : 'values'}`
  const upTo = maximum > GREATEST_BOUND ? '' : ` to ${maximum}`
  const bounds = minimum === undefined ? '' : ` from ${minimum}${upTo}`
  return `${[type ?? 'any value'].flat().join(' or ')}${ending}${bounds}`
}
