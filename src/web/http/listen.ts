import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import { UserError } from '../../errors.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/**
 * HOST and PORT, 127.0.0.1:3000 where they are not set; port 0 takes a free one.
 * @throws UserError `bad-port`
 */
export function readAddress({
  HOST,
  PORT,
}: {
  HOST?: string | undefined
  PORT?: string | undefined
}): Address {
  const port = Number(PORT || 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new UserError('bad-port', `PORT must be a whole number from 0 to 65535, got "${PORT}".`)
  }
  return { host: HOST || '127.0.0.1', port }
}

/**
 * Listens, and says where.
 * @throws UserError `port-in-use` or `bad-host`, each with a remedy
 */
export function listen(app: Express, { host, port }: Address): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host)
    server.once('listening', () => {
      const { port: actual } = server.address() as AddressInfo
      console.log(`Nucleus is ready at http://${host.includes(':') ? `[${host}]` : host}:${actual}`)
      resolve(server)
    })
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)))
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
