import type { RequestHandler } from 'express'

/**
 * What programs ask for is never kept: a list is asked about again, what was computed is not stored at all.
 */
export const keepNothing: RequestHandler = ({ method }, response, next) => {
  response.set('Cache-Control', method === 'GET' || method === 'HEAD' ? 'no-cache' : 'no-store')
  next()
}
