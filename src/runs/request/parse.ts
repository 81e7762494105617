import type { z } from 'zod'
import { UserError } from '../../errors.ts'

/**
 * Validates with a schema; the first thing wrong becomes one sentence, which names its field.
 * @param expected what the input must be, for one that is no object
 * @throws UserError `bad-request`
 */
export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  expected = 'a JSON object with a prompt and lanes',
): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const [field] = issue.path.length > 0 ? [issue.path.join('.')] : unknownIn(issue)
  throw new UserError('bad-request', sentence(issue, input, expected), field)
}

const unknownIn = (issue: z.core.$ZodIssue): readonly string[] =>
  issue.code === 'unrecognized_keys' ? issue.keys : []

function sentence(issue: z.core.$ZodIssue, input: unknown, expected: string): string {
  const where = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `"${key}"`).join(', ')
    const inside = where === '' ? '' : ` in ${where}`
    return `There is no option ${names}${inside}; check its spelling or leave it out.`
  }
  const got = shown(valueAt(input, issue.path))
  const message = issue.message.charAt(0).toUpperCase() + issue.message.slice(1)
  if (issue.path.length === 0) return `Expected ${expected}, got ${got}.`
  return message.startsWith('Invalid') ? `${where}: ${message}, got ${got}.` : `${message}, got ${got}.`
}

export const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((value: unknown, key) => (value as Record<PropertyKey, unknown>)?.[key], input)

/** What came, in a few words. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string')
    return value.length > 60 ? `${value.length} characters` : JSON.stringify(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}
