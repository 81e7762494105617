import { createHash } from 'node:crypto'

/** Names a list of tokens, or a text, in keys and provenance. */
export const hashOf = (value: string | readonly number[]): string =>
  createHash('sha256')
    .update(typeof value === 'string' ? value : value.join())
    .digest('hex')

/** The first digits of a hash: enough to distinguish things, short enough for a key. */
export const shortHash = (value: string | readonly number[]): string => hashOf(value).slice(0, 16)
