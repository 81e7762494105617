import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { whole } from '../../runs/request/fields.ts'
import { messageOf, shown, valueAt } from '../../runs/request/parse.ts'

/** What the schemas of `/v1` have besides the fields of every request. */

export function number(name: string, min: number, max: number) {
  const expected = `${name} must be a number from ${min} to ${max}`
  return z.number(expected).min(min, expected).max(max, expected)
}

/** A token id; whether the model has it is the model's to say. */
const tokenId = (name: string) => whole(`a token id of ${name}`, 0, 2 ** 31 - 1)

export const tokenIds = (name: string, most: number) =>
  z.array(tokenId(name), `${name} must be a list of token ids`).max(most, `${name} may name ${most} tokens`)

/** A refusal that names the option. */
export const refuse = (param: string | undefined, message: string): UserError =>
  new UserError('bad-request', `${message}.`, param)

/**
 * Reads a body. Clients send what they leave alone as null, so null is the same as nothing.
 * @param expected what the body must be, for a body that is no object
 * @throws UserError `bad-request` with `param`
 */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  expected: string,
): z.output<Schema> {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  if (!isObject) throw refuse(undefined, `Expected ${expected}, got ${shown(body)}`)
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
  const result = schema.safeParse(given)
  if (result.success) return result.data
  throw refusal(result.error.issues[0]!, given)
}

function refusal(issue: z.core.$ZodIssue, given: unknown): UserError {
  const { path, message, code, keys } = deepest(issue)
  const [param] = path
  if (code === 'unrecognized_keys') {
    const name = [...path, keys![0]!].map(String).join('.')
    return refuse(name, `${name} is not offered; leave it out`)
  }
  // What is refused for another reason than its form says why itself.
  const got = code === 'custom' ? '' : `, got ${shown(valueAt(given, path))}`
  return refuse(String(param), `${message}${got}`)
}

interface Fault {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly code: string
  readonly keys?: readonly string[]
}

/** A union's own message is used where it has one; else that of the choice whose type the value has. */
function deepest(issue: z.core.$ZodIssue, before: readonly PropertyKey[] = []): Fault {
  const path = [...before, ...issue.path]
  const { code } = issue
  const message = messageOf(issue, path.map(String).join('.'))
  const own = { path, message, code, ...(code === 'unrecognized_keys' && { keys: issue.keys }) }
  if (code !== 'invalid_union' || issue.message !== 'Invalid input') return own
  const choices = issue.errors.flatMap(([first]) => first ?? [])
  const meant = choices.find((one) => one.code !== 'invalid_type' || one.path.length > 0) ?? choices[0]
  return meant ? deepest(meant, path) : own
}
