import cors from 'cors'
import type { RequestHandler } from 'express'

/**
 * Lets pages of the origins named read the API; of no other, and of none where none is named.
 * @param origins such as `https://example.org`
 */
export function allowOrigins(origins: readonly string[]): RequestHandler {
  if (origins.length === 0) return (_request, _response, next) => next()
  return cors({
    origin: [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['Content-Type', 'Authorization', 'Accept'],
    exposedHeaders: ['Retry-After'],
    maxAge: 600,
  })
}
