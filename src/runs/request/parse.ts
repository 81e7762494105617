import { closestMatch } from 'leven'
import type { z } from 'zod'
import { UserError } from '../../errors.ts'
import { capital, count } from '../../words.ts'

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
  const issue = mainIssue(result.error)
  const [field] = issue.path.length > 0 ? [issue.path.join('.')] : unknownIn(issue)
  throw new UserError('bad-request', sentence(issue, { schema, input, expected }), field)
}

/**
 * Which of all that is wrong is reported: a name that there is not, which may be why another one is missing.
 */
export const mainIssue = ({ issues }: z.core.$ZodError): z.core.$ZodIssue =>
  issues.find(({ code, path }) => code === 'unrecognized_keys' && path.length === 0) ?? issues[0]!

const unknownIn = (issue: z.core.$ZodIssue): readonly string[] =>
  issue.code === 'unrecognized_keys' ? issue.keys : []

interface Parsed {
  readonly schema: z.ZodType
  readonly input: unknown
  readonly expected: string
}

function sentence(issue: z.core.$ZodIssue, { schema, input, expected }: Parsed): string {
  const where = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `"${key}"`).join(', ')
    const inside = where === '' ? '' : ` in ${where}`
    const meant = where === '' && issue.keys.length === 1 ? meantBy(issue.keys[0]!, schema) : undefined
    const advice = meant === undefined ? 'check its spelling or leave it out.' : `did you mean ${meant}?`
    return `There is no option ${names}${inside}; ${advice}`
  }
  const got = shown(valueAt(input, issue.path))
  const message = messageOf(issue, where)
  if (issue.path.length === 0) return `Expected ${expected}, got ${got}.`
  // Names of fields keep their spelling.
  const sentence = /^(an?|the) /.test(message) ? capital(message) : message
  return `${sentence}, got ${got}.`
}

/** What programs call a text. */
const TEXTS = ['prompt', 'text', 'content', 'input']

/** The field of an object that an unknown name may mean. */
export function meantBy(name: string, schema: z.ZodType): string | undefined {
  const known = 'shape' in schema ? Object.keys(schema.shape as object) : []
  if (TEXTS.includes(name)) return known.find((one) => TEXTS.includes(one))
  const maxDistance = Math.min(3, Math.max(1, Math.floor(name.length / 3)))
  return closestMatch(name, known, { maxDistance })
}

/** Names of JSON's types for people. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

/** A schema's sentence about a value; where it has none of its own, it is made here. */
export function messageOf(issue: z.core.$ZodIssue, name: string): string {
  if (!/^(Invalid|Too|Unrecognized)\b/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `${name} must be ${KINDS[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `${name} must be ${issue.values.map(String).join(' or ')}`
    case 'too_big':
      return (
        `${name} may ${issue.origin === 'number' ? 'be' : 'hold'} at most ` +
        `${count(Number(issue.maximum))}`
      )
    case 'too_small':
      return (
        `${name} must ${issue.origin === 'number' ? 'be' : 'hold'} at least ` +
        `${count(Number(issue.minimum))}`
      )
    default:
      return `${name} is of a form that is not read here`
  }
}

export const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((value: unknown, key) => (value as Record<PropertyKey, unknown>)?.[key], input)

/** What came, in a few words. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string')
    return value.length > 60 ? `${count(value.length)} characters` : JSON.stringify(value)
  if (Array.isArray(value)) return `a list of ${count(value.length)}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}
