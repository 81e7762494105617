import { z } from 'zod'

/** What the schemas of answers are made of. They describe; nothing is checked with them but in tests. */

/** Named schemas: each one is once in the description, and others refer to it. */
export const answers = z.registry<{ readonly id: string }>()

/** Gives a schema the name that it has in the description. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  answers.add(schema, { id })
  return schema
}

export const whole = z.int()
export const tokenIds = z.array(whole)

/** A number below `/api`; JSON has no others than finite ones. */
export const real = named('Real', z.union([z.number(), z.enum(['-Infinity', 'Infinity', 'NaN'])]))

/** What the page draws; its fields may change. */
export const drawing = z.looseObject({}).describe('For the page’s own drawings; its fields may change.')

export const metrics = named(
  'Metrics',
  z.record(z.string(), real.nullable()).describe('By the metric’s id; null where there is too little text.'),
)

const fault = {
  code: z.string().describe('Stable, for programs.'),
  message: z.string().describe('What was expected, what came, what to do.'),
}

export const problem = named(
  'Problem',
  z.object({
    ...fault,
    field: z.string().optional().describe('The field of the request that is at fault: maxTokens, lanes.1.'),
  }),
)

export const errorAnswer = named('Error', z.object({ error: problem }))

export const openAiErrorAnswer = named(
  'OpenAiError',
  z.object({
    error: z.object({
      ...fault,
      type: z.string().describe('invalid_request_error, not_found_error, rate_limit_error, server_error, …'),
      param: z.string().nullable().describe('The option at fault.'),
    }),
  }),
)
