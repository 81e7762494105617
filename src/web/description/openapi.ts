import { z } from 'zod'
import { answers, errorAnswer, openAiErrorAnswer } from './answers/shared.ts'
import { OPERATIONS, type Operation } from './operations.ts'

/**
 * OpenAPI 3.1 of everything below `/api`, `/v1` and beside them, made from the schemas that check the
 * requests.
 */

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
        'Text generation with several decoding strategies side by side, exact over the full ' +
        'vocabulary. Numbers that JSON lacks are the strings "-Infinity", "Infinity" and "NaN" below ' +
        '/api, and null below /v1.',
    },
    paths,
    components: { schemas: answerSchemas() },
  }
}

function describe({ path, group, summary, body, query, answer, status = 200, otherwise, ...own }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', description: 'Id of the model.' },
  }))
  const described = { description: answer, ...(status !== 204 && { content: contentOf(own) }) }
  return {
    tags: [group],
    summary,
    operationId: `${path.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, '')}`,
    ...((inPath.length > 0 || query) && { parameters: [...inPath, ...(query ? inQuery(query) : [])] }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } },
    }),
    responses: {
      [status]: described,
      ...(otherwise !== undefined && { [otherwise]: described }),
      default: {
        description: 'What went wrong, in one sentence.',
        content: {
          'application/json': {
            schema: refer(group === 'OpenAI' || group === 'Tokens' ? openAiErrorAnswer : errorAnswer),
          },
        },
      },
    },
  }
}

/** What an answer holds, by its type. */
const contentOf = ({ schema, event, type }: Pick<Operation, 'schema' | 'event' | 'type'>) => ({
  ...(schema && { 'application/json': { schema: refer(schema) } }),
  ...(event && { 'text/event-stream': { schema: refer(event) } }),
  ...(type !== undefined && { [type]: { schema: { type: 'string' } } }),
})

/** An answer by its name, where it has one. */
function refer(schema: z.ZodType): object {
  const { id } = answers.get(schema) ?? {}
  return id === undefined ? schemaOf(schema) : { $ref: `${COMPONENTS}${id}` }
}

const COMPONENTS = '#/components/schemas/'

/** Every named answer; fields may be added to them. */
function answerSchemas(): Record<string, object> {
  const { schemas } = z.toJSONSchema(answers, { io: 'input', uri: (id) => `${COMPONENTS}${id}` })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  )
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
