import { isUtf8 } from 'node:buffer'
import { UserError } from '../../errors.ts'

/**
 * A decoder would put U+FFFD where bytes are no text, and a model would read that instead.
 * @param what holds them, as a sentence begins
 * @throws UserError `bad-encoding`
 */
export function checkUtf8(bytes: Uint8Array, what: string): void {
  if (isUtf8(bytes)) return
  throw new UserError('bad-encoding', `${what} holds bytes that are no UTF-8; write its text as UTF-8.`)
}
