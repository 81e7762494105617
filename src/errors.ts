/** What a person can fix. `message` says what was expected, what came, and what to do; it is safe to show. */
export class UserError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'UserError'
    this.code = code
  }
}
