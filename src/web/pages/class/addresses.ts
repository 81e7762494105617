import type { Request } from 'express'
import type { Site } from '../../http/site.ts'

/** What others can type to reach this server. */

/** Names that mean the computer they are typed on, and addresses that hold for one cable only. */
const LOCAL =
  /^(localhost|.{1,63}\.localhost|127(\.\d{1,3}){3}|::1|0\.0\.0\.0|::|169\.254(\.\d{1,3}){2}|fe80:.{0,50})$/
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/

/**
 * Addresses for students, the likeliest first: the one this page was asked for at, where that is no loopback
 * one; then those the server listens on.
 */
export function addressesOf(request: Request, { hosts, isLoopback = true }: Site): string[] {
  const asked = new URL(`${protocolOf(request)}://${request.headers.host ?? 'localhost'}`)
  const { localPort } = request.socket
  const listening = isLoopback ? [] : addressesFor(hosts, String(localPort))
  const own = LOCAL.test(asked.hostname.replaceAll(/[[\]]/g, '')) ? [] : [asked.origin]
  return [...new Set([...own, ...listening])]
}

/** Addresses of a server under these names, the shortest to type first. */
export const addressesFor = (hosts: readonly string[], port: string): string[] =>
  hosts
    .filter((name) => !LOCAL.test(name))
    .sort((one, other) => Number(IPV4.test(other)) - Number(IPV4.test(one)))
    .map((name) => `http://${name.includes(':') ? `[${name}]` : name}:${port}`)

/** A proxy that ends TLS sends a header; nothing but a link depends on it. */
const protocolOf = ({ headers, protocol }: Request): string =>
  headers['x-forwarded-proto'] === 'https' ? 'https' : protocol
