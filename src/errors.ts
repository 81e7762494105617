/**
 * What a person can fix. `message` names what was expected, what came, and what to do; it is safe to show.
 */
export class UserError extends Error {
  readonly code: string
  /** The field of a request that is at fault, for programs: "maxTokens", "lanes.2". */
  readonly field: string | undefined
  constructor(code: string, message: string, field?: string) {
    super(message)
    this.name = 'UserError'
    this.code = code
    this.field = field
  }
}

/** Does what may throw a `UserError`, and names the field where the error does not. */
export function inField<Result>(field: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof UserError) || error.field !== undefined) throw error
    throw new UserError(error.code, error.message, field)
  }
}

/** The sentence of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
