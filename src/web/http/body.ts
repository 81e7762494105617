import express, { type RequestHandler } from 'express'
import { UserError } from '../../errors.ts'
import { checkUtf8 } from '../../runs/request/check-utf8.ts'
import { checkShape } from './json-shape.ts'

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

/** Lists, objects and fields of a body: ten thousand biases, or the candidates of a run file. */
export const MOST_PARTS = { json: 50_000, replay: 1_500_000 } as const

/** Reads bodies of JSON and forms, and checks that no byte of them or of the address would be lost. */
export function readBodies(): RequestHandler[] {
  // Any JSON is read: what is no object is refused by the route, which names what it expects.
  const reader = (kind: 'json' | 'replay') =>
    express.json({
      strict: false,
      limit: BODY_LIMITS[kind],
      verify: (request, response, bytes, encoding) => {
        requireUtf8('The body')(request, response, bytes, encoding)
        checkShape(bytes, encoding, MOST_PARTS[kind])
      },
    })
  const json = reader('json')
  const replay = reader('replay')
  return [
    refuseAnnounced,
    (request, response, next) => (request.path === '/api/replay' ? replay : json)(request, response, next),
    ...readForm,
    requireUtf8Address,
  ]
}

const FORM = 'application/x-www-form-urlencoded'
const MOST_FIELDS = 1000

/** A form in its pairs: a parser that makes an object of it drops the names that every object has. */
const readForm: RequestHandler[] = [
  express.text({
    type: FORM,
    limit: BODY_LIMITS.form,
    verify: (request, response, bytes, encoding) => {
      if (encoding.toLowerCase() !== 'utf-8') {
        throw Object.assign(new Error('charset'), { type: 'charset.unsupported', charset: encoding })
      }
      const form = bytes.toString('latin1')
      if (form.split('&', MOST_FIELDS + 1).length > MOST_FIELDS) {
        throw new UserError('too-large', 'The form has too many fields; send fewer.')
      }
      requireUtf8('The form')(request, response, unescaped(form), encoding)
    },
  }),
  (request, _, next) => {
    if (request.is(FORM) && typeof request.body === 'string') request.body = new URLSearchParams(request.body)
    next()
  },
]

/** Refuses a body by the length that its head announces: the parsers would wait for all of it first. */
const refuseAnnounced: RequestHandler = (request, _, next) => {
  const limit = request.path === '/api/replay' ? BODY_LIMITS.replay : BODY_LIMITS.json
  if (Number(request.headers['content-length'] ?? 0) <= limit) return next()
  next(Object.assign(new Error('too large'), { type: 'entity.too.large', status: 413, limit }))
}

const requireUtf8 =
  (what: string) =>
  (_request: unknown, _response: unknown, bytes: Buffer, encoding: string): void => {
    if (encoding.toLowerCase() === 'utf-8') checkUtf8(bytes, what)
  }

const requireUtf8Address: RequestHandler = ({ originalUrl }, response, next) => {
  const at = originalUrl.indexOf('?')
  if (at >= 0) requireUtf8('The address')(undefined, response, unescaped(originalUrl.slice(at + 1)), 'utf-8')
  next()
}

/** The bytes of a form or a query, of which each character is a byte. */
const unescaped = (text: string): Buffer =>
  Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16))),
    'latin1',
  )
