import { UserError } from '../../errors.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import type { RunRequest } from '../../runs/request/request.ts'
import { count, megabytes } from '../../words.ts'

/** Bytes that a token takes in a reply's JSON, and with a trace of its candidates. */
const TOKEN = 260
const TRACED_TOKEN = 5000

/** @throws UserError `too-large` for a run whose finished reply would be too long to send */
export function checkReply({ lanes, samples, maxTokens, trace }: RunRequest): void {
  const tokens = lanes.length * samples * maxTokens
  const bytes = tokens * (trace ? TRACED_TOKEN : TOKEN)
  if (bytes <= LIMITS.replyBytes) return
  throw new UserError(
    'too-large',
    `The reply would be up to ${megabytes(bytes)} (${lanes.length} lanes x ${samples} samples x ` +
      `${count(maxTokens)} tokens${trace ? ', with a trace' : ''}), and ` +
      `${megabytes(LIMITS.replyBytes)} are sent at most; ask for events (Accept: text/event-stream), or ` +
      'for less.',
  )
}
