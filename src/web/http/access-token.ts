import { createHash, timingSafeEqual } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { UserError } from '../../errors.ts'
import { wantsPage } from './exchange.ts'
import { ownPath } from './page-before.ts'
import { loginPage } from './plain-page.tsx'

const COOKIE = 'nucleus'
/** Seconds until a browser has to log in again. */
const LASTS = 30 * 24 * 3600

/**
 * Lets in who knows the token: a program by `Authorization: Bearer`, a browser by a cookie that `/login`
 * gives. Pages lead to that form; everything else is answered 401.
 */
export function requireToken(token: string): RequestHandler {
  const cookie = cookieOf(token)
  return (request, response, next) => {
    const { authorization = '' } = request.headers
    const bearer = /^Bearer +(\S{1,200})$/i.exec(authorization)?.[1]
    if (bearer !== undefined && isSame(bearer, token)) return next()
    if (readCookies(request).some((value) => isSame(value, cookie))) return next()
    if (request.method === 'GET' && wantsPage(request)) {
      return response.redirect(303, `/login?${new URLSearchParams({ next: request.originalUrl })}`)
    }
    response.set('www-authenticate', 'Bearer realm="nucleus"')
    throw new UserError(
      'no-access',
      'This server asks for its access token; send it as "Authorization: Bearer TOKEN", or log in at /login.',
    )
  }
}

/** The login form. */
export function loginRoutes(token: string): Router {
  const router = Router()
  router.get('/login', (request, response) => {
    response.send(loginPage(ownPath(request.query.next)))
  })
  router.post('/login', express.urlencoded({ limit: '32kb', extended: false }), (request, response) => {
    const { token: given, next } = (request.body ?? {}) as Record<string, unknown>
    if (typeof given !== 'string' || !isSame(given.trim(), token)) {
      return void response.status(403).send(loginPage(ownPath(next), 'This is not the token.'))
    }
    letIn(response, token)
    response.redirect(303, ownPath(next))
  })
  return router
}

function letIn(response: Response, token: string): void {
  response.cookie(COOKIE, cookieOf(token), {
    httpOnly: true,
    sameSite: 'lax',
    secure: response.req.secure,
    maxAge: LASTS * 1000,
  })
}

/** What the cookie holds: the token itself cannot be read off it. */
const cookieOf = (token: string): string => digest(`cookie of ${token}`).toString('hex')

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compares in a time that does not depend on where two texts differ. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))

function readCookies({ headers }: Request): string[] {
  return (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${COOKIE}=`))
    .map((pair) => pair.slice(COOKIE.length + 1))
}
