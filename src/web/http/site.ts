import type { RequestHandler } from 'express'
import { UserError } from '../../errors.ts'

/** Who may use this server, and for what. */
export interface Site {
  /** Names and addresses besides loopback's under which it may be asked for, in lower case. */
  readonly hosts: readonly string[]
  /** Origins of other sites whose pages may use the API. */
  readonly origins: readonly string[]
  /** What a client must know; undefined where whoever reaches the server may use it. */
  readonly token: string | undefined
  /** Whether it listens on this computer's own addresses only; by default it does. */
  readonly isLoopback?: boolean
  /** Whether models are fetched and removed over HTTP. */
  readonly managesModels: boolean
}

/** A server for the person at this computer. */
export const LOCAL_SITE: Site = { hosts: [], origins: [], token: undefined, managesModels: true }

/** Refuses to fetch and remove models where that is left to whoever runs the server. */
export function requireManagement({ managesModels }: Site): RequestHandler {
  return (_request, _response, next) => {
    if (managesModels) return next()
    throw new UserError(
      'models-not-managed',
      'Models of this server are fetched and removed by whoever runs it: "nucleus models get ID", or ' +
        'NUCLEUS_MANAGE_MODELS=yes.',
    )
  }
}
