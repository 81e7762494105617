import { UserError } from '../errors.ts'
import type { CommandInput } from './command.ts'

/** Flags whose values become fields of a request under another name, by that name. */
const FLAGS: Readonly<Record<string, string>> = {
  lanes: '--lane',
  lane: '--lane',
  like: '--like',
  maxTokens: '--max-tokens',
  text: 'The text',
}

/**
 * Reads a request that was put together from flags: a sentence about one of its fields names the flag as it
 * is typed.
 * @throws UserError what `parse` throws, or its promise is rejected with, about flags
 */
export function readFlags<Result>(options: CommandInput['options'], parse: () => Result): Result {
  const rename = (error: unknown): never => {
    if (!(error instanceof UserError)) throw error
    throw new UserError(error.code, aboutFlags(error.message, options))
  }
  try {
    const result = parse()
    return result instanceof Promise ? (result.catch(rename) as Result) : result
  } catch (error) {
    return rename(error)
  }
}

/** "maxTokens may be ..." and "lanes.0: ..." become "--max-tokens may be ..." and "--lane: ...". */
function aboutFlags(message: string, options: CommandInput['options']): string {
  const [, field = '', rest = ''] = /^(\w{1,99})(?:\.\d{1,6}){0,9}([\s\S]*)$/.exec(message) ?? []
  const flag = Object.hasOwn(FLAGS, field)
    ? FLAGS[field]
    : Object.hasOwn(options, field)
      ? `--${field}`
      : undefined
  return flag === undefined ? message : flag + rest
}

/** The fields of a request that were given. */
export const given = (input: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
