import { UserError } from '../../errors.ts'

/** An error as it crosses a link: a structured clone keeps neither a class nor its fields. */
export interface PlainError {
  readonly kind: 'user' | 'abort' | 'other'
  readonly code: string
  readonly message: string
  readonly field?: string | undefined
  readonly stack?: string | undefined
}

export function plainError(error: unknown): PlainError {
  if (error instanceof UserError) {
    const { code, message, field } = error
    return { kind: 'user', code, message, field }
  }
  const { name = 'Error', message = String(error), stack } = (error ?? {}) as Partial<Error>
  return { kind: name === 'AbortError' ? 'abort' : 'other', code: name, message, stack }
}

export function errorFrom({ kind, code, message, field, stack }: PlainError): Error {
  if (kind === 'user') return new UserError(code, message, field)
  if (kind === 'abort') return new DOMException(message, 'AbortError')
  return Object.assign(new Error(message), { ...(stack !== undefined && { stack }) })
}
