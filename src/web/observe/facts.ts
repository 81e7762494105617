import { AsyncLocalStorage } from 'node:async_hooks'
import type { RequestHandler } from 'express'

/** What becomes known of a request while it is answered: for the log. */
export interface RequestFacts {
  readonly id: string
  /** Ids of the models that computed. */
  model?: string
  /** Tokens generated, or scored. */
  tokens?: number
  prompt?: string
  /** What went wrong in a way nobody expected. */
  error?: unknown
}

const current = new AsyncLocalStorage<RequestFacts>()

/** What is known of the request that is being answered; undefined outside of one. */
export const currentFacts = (): RequestFacts | undefined => current.getStore()

/** Keeps the facts at hand from here on. Reading a body loses them, so it comes after that. */
export const keepFacts: RequestHandler = (_, response, next) => {
  const { facts } = response.locals as { facts?: RequestFacts }
  if (facts) current.run(facts, next)
  else next()
}
