import type { RequestHandler } from 'express'
import { UserError } from '../../errors.ts'

/**
 * Refuses what a client expects besides 100-continue: there is nothing else to expect (RFC 9110, section
 * 10.1.1).
 */
export const refuseExpectations: RequestHandler = ({ headers: { expect } }, _, next) => {
  if (expect === undefined || /^100-continue$/i.test(expect)) return next()
  throw new UserError(
    'bad-expectation',
    `This server cannot do what the request expects, "${expect.slice(0, 100)}"; leave the Expect header out.`,
  )
}
