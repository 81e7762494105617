import { z } from 'zod'
import { named } from './shared.ts'

/** What is answered about the server itself. */

export const health = named('Health', z.object({ status: z.literal('ok') }))
export const readiness = named(
  'Readiness',
  z.object({
    status: z.enum(['ready', 'loading', 'stopping']),
    model: z.string(),
    reason: z.string().optional(),
  }),
)
