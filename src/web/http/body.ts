import express, { type RequestHandler } from 'express'

/** Bytes that a request's body may have: larger ones are refused before they are read. */
export const BODY_LIMITS = {
  /**
   * Holds every request about a text that the schemas allow, with every character escaped as \uXXXX (a test
   * writes them). A lab of 100,000 words fits where they are a few characters long.
   */
  json: 6 * 2 ** 20,
  /** A run file as the page exports it, with its steps; some 4,000 tokens of traces a megabyte. */
  replay: 16 * 2 ** 20,
  /** A prompt of four-byte characters, each written as %XX. */
  form: 2 * 2 ** 20,
} as const

/** Reads bodies of JSON and forms. */
export function readBodies(): RequestHandler[] {
  const json = express.json({ limit: BODY_LIMITS.json })
  const replay = express.json({ limit: BODY_LIMITS.replay })
  return [
    refuseAnnounced,
    (request, response, next) => (request.path === '/api/replay' ? replay : json)(request, response, next),
    express.urlencoded({ limit: BODY_LIMITS.form, extended: false }),
  ]
}

/** Refuses a body by the length that its head announces: the parsers would wait for all of it first. */
const refuseAnnounced: RequestHandler = (request, _, next) => {
  const limit = request.path === '/api/replay' ? BODY_LIMITS.replay : BODY_LIMITS.json
  if (Number(request.headers['content-length'] ?? 0) <= limit) return next()
  next(Object.assign(new Error('too large'), { type: 'entity.too.large', status: 413, limit }))
}
