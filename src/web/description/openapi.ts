import { z } from 'zod'
import { OPERATIONS, type Operation } from './operations.ts'

/**
 * OpenAPI 3.1 of everything below `/api`, `/v1` and beside them, made from the schemas that check the
 * requests.
 */

const ERROR = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string', description: 'What was expected, what came, what to do.' },
        type: { type: 'string', description: 'OpenAI’s; below /v1.' },
        param: { type: ['string', 'null'], description: 'The option at fault; below /v1.' },
      },
    },
  },
} as const

/** @param version the program's */
export function openApi(version: string) {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Nucleus',
      version,
      description:
        'Text generation with several decoding strategies side by side, exact over the full vocabulary. Numbers that JSON lacks are the strings "-Infinity", "Infinity" and "NaN" below /api, and null below /v1.',
    },
    paths,
    components: { schemas: { Error: ERROR } },
  }
}

function describe({ path, group, summary, body, query, answer, status = 200, types }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  return {
    tags: [group],
    summary,
    operationId: `${path.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, '')}`,
    ...((inPath.length > 0 || query) && { parameters: [...inPath, ...(query ? inQuery(query) : [])] }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } },
    }),
    responses: {
      [status]: {
        description: answer,
        ...(status !== 204 && {
          content: Object.fromEntries((types ?? ['application/json']).map((type) => [type, {}])),
        }),
      },
      default: {
        description: 'What went wrong, in one sentence.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

function inQuery(query: z.ZodObject) {
  const { properties = {}, required = [] } = schemaOf(query)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

/** A schema as what is sent, before defaults and transforms. */
function schemaOf(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}
