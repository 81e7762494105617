import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { whole } from '../../runs/request/fields.ts'
import { mainIssue, meantBy, messageOf, shown, valueAt } from '../../runs/request/parse.ts'
import { count } from '../../words.ts'

/** What the schemas of `/v1` have besides the fields of every request. */

export function number(name: string, min: number, max: number) {
  const expected = `${name} must be a number from ${min} to ${max}`
  return z.number(expected).min(min, expected).max(max, expected)
}

/** A token id; the model checks whether it has it. */
export const tokenId = (name: string) => whole(`a token id of ${name}`, 0, 2 ** 31 - 1)

export const tokenIds = (name: string, most: number) =>
  z
    .array(tokenId(name), `${name} must be a list of token ids`)
    .max(most, `${name} may name ${count(most)} tokens`)

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
  const given: Record<string, unknown> = Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null),
  )
  // A record would leave out this key without a word.
  const strange = Object.keys(given).find((name) => Object.hasOwn(Object(given[name]), '__proto__'))
  if (strange !== undefined) throw refuse(strange, `${strange}.__proto__ is not offered; leave it out`)
  const result = schema.safeParse(given)
  if (result.success) return result.data
  throw refusal(mainIssue(result.error), schema, given)
}

function refusal(issue: z.core.$ZodIssue, schema: z.ZodType, given: unknown): UserError {
  const { path, message, code, keys } = deepest(issue)
  const [param] = path
  if (code === 'unrecognized_keys') {
    const name = [...path, keys![0]!].map(String).join('.')
    const meant = path.length === 0 ? meantBy(name, schema) : undefined
    if (meant === undefined) return refuse(name, `${name} is not offered; leave it out`)
    return new UserError('bad-request', `${name} is not offered; did you mean ${meant}?`, name)
  }
  const place = path.map(String).join('.')
  const sentence = path.length < 2 || message.startsWith(place) ? message : `${place}: ${message}`
  // A refusal that is not about the form carries its own reason.
  const got = code === 'invalid_key' ? path.at(-1) : valueAt(given, path)
  return refuse(String(param), code === 'custom' ? sentence : `${sentence}, got ${shown(got)}`)
}

interface Fault {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly code: string
  readonly keys?: readonly string[]
}

/**
 * What is wrong inside the one choice of a union whose type the value has; where several have it, inside the
 * one that a list fits furthest. Else the union's own message.
 */
function deepest(issue: z.core.$ZodIssue, before: readonly PropertyKey[] = []): Fault {
  const path = [...before, ...issue.path]
  const { code } = issue
  const message =
    code === 'invalid_key' ? issue.issues[0]!.message : messageOf(issue, path.map(String).join('.'))
  const own = { path, message, code, ...(code === 'unrecognized_keys' && { keys: issue.keys }) }
  if (code !== 'invalid_union') return own
  const choices = issue.errors.flatMap(([first]) => first ?? [])
  const ofItsType = choices.filter((one) => !/^invalid_(type|value)$/.test(one.code) || one.path.length > 0)
  if (ofItsType.length === 1) return deepest(ofItsType[0]!, path)
  const [furthest, next] = choices.toSorted((one, other) => placeIn(other) - placeIn(one))
  if (furthest && placeIn(furthest) > Math.max(0, next ? placeIn(next) : 0)) return deepest(furthest, path)
  if (issue.message !== 'Invalid input') return own
  const meant = ofItsType[0] ?? choices[0]
  return meant ? deepest(meant, path) : own
}

/**
 * How far into a list a choice of a union fits it: its faulty entry, from 0, and a half where a part of that
 * fits.
 */
const placeIn = ({ path: [entry, inside] }: z.core.$ZodIssue): number =>
  typeof entry === 'number' ? entry + (inside === undefined ? 0 : 0.5) : -1
