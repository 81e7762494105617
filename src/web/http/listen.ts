import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { UserError } from '../../errors.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { answerUnreadHead } from './unread-head.ts'

export interface Address {
  readonly host: string
  readonly port: number
  /** Connections held at a time; more are closed at once. */
  readonly connections: number
}

/**
 * Milliseconds that a client may take to send the head of a request, and all of one; then its connection is
 * closed.
 */
const HEAD_TIME = 10_000
const REQUEST_TIME = 30_000
/**
 * Milliseconds that a connection is kept for the next request: longer than proxies keep theirs (60 s), so
 * that it is they who close it. Node's own 5 s meet a client's next request now and then, which is then
 * reset.
 */
const KEEP_ALIVE = 65_000

/** Bytes of a body that any route might take: more are refused before they are sent. */
const ALWAYS_READ = 16_000_000

/**
 * Listens.
 * @param refusals what is reported of requests and connections that the application does not see
 * @returns the server, and its address for a browser
 * @throws UserError `port-in-use` or `bad-host`, each with a remedy
 */
export function listen(
  app: RequestListener,
  { host, port, connections }: Address,
  refusals: Pick<Refusals, 'note'> = createRefusals(),
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(
    {
      headersTimeout: HEAD_TIME,
      requestTimeout: REQUEST_TIME,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: KEEP_ALIVE,
      // The application names what is missing; Node would close without a word.
      requireHostHeader: false,
    },
    app,
  )
  server.maxConnections = connections
  // A client that asks first gets no leave to go on with a body that no route takes.
  server.on('checkContinue', (request, response) => {
    if (Number(request.headers['content-length']) <= ALWAYS_READ) response.writeContinue()
    server.emit('request', request, response)
  })
  // The application names what it cannot do; Node would not.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  server.on('clientError', (error, socket) => refusals.note(answerUnreadHead(error, socket as Socket)))
  server.on('drop', () => {
    refusals.note('too-many-connections')
    // Whoever tries again finds the place of those that only wait for another request.
    server.closeIdleConnections()
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)))
    server.listen(port, host, () => {
      const { port: actual } = server.address() as AddressInfo
      resolve({ server, url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}` })
    })
  })
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new UserError(
      'port-in-use',
      `Port ${port} is in use; close what uses it or choose another, for example PORT=${port + 1} npm start.`,
    )
  }
  if (error.code === 'EACCES') {
    return new UserError(
      'port-in-use',
      `Port ${port} needs more rights than this user has; choose one above 1023, for example PORT=3000.`,
    )
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new UserError(
      'bad-host',
      `This computer has no address "${host}"; set HOST to one it has, for example HOST=127.0.0.1.`,
    )
  }
  return error
}
