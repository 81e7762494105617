import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { LIMITS } from '../../runs/request/limits.ts'

/** What the schemas of `/v1` are made of: fields that name themselves when they refuse a value. */

export const text = (name: string) =>
  z.string(`${name} must be text`).max(LIMITS.prompt, `${name} may be ${LIMITS.prompt} characters long`)

export const flag = (name: string) => z.boolean(`${name} must be true or false`)

export function number(name: string, min: number, max: number) {
  const expected = `${name} must be a number from ${min} to ${max}`
  return z.number(expected).min(min, expected).max(max, expected)
}

export function whole(name: string, min: number, max: number) {
  const expected = `${name} must be a whole number from ${min} to ${max}`
  return z.int(expected).min(min, expected).max(max, expected)
}

/** A token id; whether the model has it is the model's to say. */
const tokenId = (name: string) => whole(`a token id of ${name}`, 0, 2 ** 31 - 1)

export const tokenIds = (name: string, most: number) =>
  z.array(tokenId(name), `${name} must be a list of token ids`).max(most, `${name} may name ${most} tokens`)

/** A refusal that names the option. */
export const refuse = (param: string | null, message: string): UserError =>
  Object.assign(new UserError('bad-request', `${message}.`), { param })

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
  if (!isObject) throw refuse(null, `Expected ${expected}`)
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
  const result = schema.safeParse(given)
  if (result.success) return result.data
  throw refusal(result.error.issues[0]!, expected)
}

function refusal(issue: z.core.$ZodIssue, expected: string): UserError {
  const [param] = issue.path
  if (issue.code === 'unrecognized_keys') {
    const [name] = issue.keys as [string]
    const whole = param === undefined ? name : `${String(param)}.${name}`
    return refuse(whole, `${whole} is not offered; leave it out`)
  }
  if (param === undefined) return refuse(null, `Expected ${expected}`)
  return refuse(String(param), deepest(issue).message)
}

/** A union's own message is used where it has one; else that of the choice whose type the value has. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return issue
  const choices = issue.errors.flatMap(([first]) => first ?? [])
  const meant = choices.find(({ code, path }) => code !== 'invalid_type' || path.length > 0) ?? choices[0]
  return meant ? deepest(meant) : issue
}
