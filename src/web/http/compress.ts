import compression from 'compression'
import type { RequestHandler } from 'express'

/** Bytes below which a reply is sent as it is. */
const THRESHOLD = 1024

/**
 * Replies compressed where the client takes that. A stream of events carries `no-transform` and stays as it
 * is: each of its packets leaves at once.
 */
export const compressReplies = (): RequestHandler => compression({ threshold: THRESHOLD })
