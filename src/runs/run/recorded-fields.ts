import { z } from 'zod'
import type { SampleResult } from './events.ts'

/** What recorded texts have in JSON, wherever they are read. */

/** JSON has no infinite numbers. */
export const logarithm = z.union([
  z.number(),
  z.literal('-Infinity').transform(() => Number.NEGATIVE_INFINITY),
])

/** Why a text ended. */
export const stopReason = z.enum([
  'end-of-text',
  'stop-text',
  'length',
  'context',
  'stopped',
  'error',
] as const satisfies readonly SampleResult['stop'][])
