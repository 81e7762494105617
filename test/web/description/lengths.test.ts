import { expect, it } from 'vitest'
import { openApi } from '../../../src/web/description/openapi.ts'

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly maxLength?: number
  readonly maxItems?: number
  readonly pattern?: string
  readonly enum?: unknown
  readonly const?: unknown
  readonly prefixItems?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

const document = JSON.parse(JSON.stringify(openApi('0'))) as {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>
    >
  >
}

const follow = (schema: Schema): Schema =>
  schema.$ref === undefined
    ? schema
    : (schema.$ref
        .slice(2)
        .split('/')
        .reduce((value, key) => (value as Record<string, unknown>)[key], document as unknown) as Schema)

/** Texts and lists of a schema, by their path, that may be of any length. */
function unbounded(schema: Schema, path: string): string[] {
  const { type, ...one } = follow(schema)
  const isChosen = one.enum !== undefined || one.const !== undefined || one.pattern !== undefined
  const own =
    (type === 'string' && one.maxLength === undefined && !isChosen) ||
    (type === 'array' && one.maxItems === undefined && one.prefixItems === undefined)
  const inner: [Schema, string][] = [
    ...Object.entries(one.properties ?? {}).map(([name, field]): [Schema, string] => [
      field,
      `${path}.${name}`,
    ]),
    ...[...(one.anyOf ?? []), ...(one.oneOf ?? [])].map((choice): [Schema, string] => [choice, path]),
    ...(one.items ? [[one.items, `${path}[]`] as [Schema, string]] : []),
    ...(typeof one.additionalProperties === 'object'
      ? [[one.additionalProperties, `${path}.*`] as [Schema, string]]
      : []),
  ]
  return [...(own ? [path] : []), ...inner.flatMap(([field, where]) => unbounded(field, where))]
}

it('every text and every list that a request may hold has a greatest length', () => {
  const bodies = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).flatMap(({ requestBody }) =>
      Object.values(requestBody?.content ?? {}).map(({ schema }) => ({ path, schema })),
    ),
  )
  expect(bodies.length).toBeGreaterThan(8)
  expect(bodies.flatMap(({ path, schema }) => unbounded(schema, path))).toEqual([])
})
