import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { env } from '@xenova/transformers'

/** How the hub misbehaves on a file. */
interface Fault {
  /** Answers this instead. */
  readonly status?: number
  /** With `status`: asks to be tried again after so many seconds. */
  readonly retryAfter?: number
  /** The hub redirects, and its storage answers this instead of the file. */
  readonly storageStatus?: number
  /** Drops the connection after this many bytes of an answer. */
  readonly cutAt?: number
  /** Waits this long, in milliseconds, before each piece of 60 kB, as long as it is set. */
  readonly slow?: number
  /** Sends this instead of the file; size and hash stay what the hub stated, unless `isHonest`. */
  readonly body?: Buffer
  readonly isHonest?: boolean
  /** The repository has another name now; the hub redirects within itself. */
  readonly isMoved?: boolean
  /** Ignores ranges. */
  readonly isRangeless?: boolean
}

/** The file of the fixture that holds its graph. */
export const GRAPH = 'onnx/decoder_model_merged_quantized.onnx'

/** A small model hub on loopback: its addresses, redirects and headers are the real one's. */
export interface TestHub {
  readonly url: string
  /**
   * By the file's path in the repository, or `*` for all; `fail` on the hub itself, the others where the file
   * is stored.
   */
  readonly faults: Map<string, Fault>
  /** Every request, as "GET path range". */
  readonly requests: string[]
  /** Revisions that were asked for. */
  readonly revisions: Set<string>
  /** Authorization headers, by who got them. */
  readonly tokens: { hub: Set<string>; storage: Set<string> }
  /** Its description of a repository besides its files, over the defaults. */
  about: Record<string, unknown>
  isReachable: boolean
  close(): Promise<void>
}

const fixture = join(import.meta.dirname, '../../fixtures/tiny-gpt2')
const COMMIT = 'a'.repeat(40)
const PIECE = 60_000

/** Large files are kept apart, in storage that the hub redirects to. */
const isLarge = (path: string): boolean => path.endsWith('.onnx') || path === 'tokenizer.json'

export async function startHub(folder = fixture): Promise<TestHub> {
  const faults = new Map<string, Fault>()
  const requests: string[] = []
  const tokens = { hub: new Set<string>(), storage: new Set<string>() }
  const revisions = new Set<string>()
  const servers: Server[] = []
  const state = { isReachable: true, about: {} as Record<string, unknown> }

  const faultOf = (path: string): Fault => faults.get(path) ?? faults.get('*') ?? {}
  const read = (path: string): Buffer => {
    const { body, isHonest } = faultOf(path)
    return body && isHonest ? body : readFileSync(join(folder, path))
  }

  const about = (repository: string) => ({
    id: repository,
    sha: COMMIT,
    gated: false,
    cardData: { license: 'mit' },
    siblings: readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => ({ rfilename: path, size: statSync(join(folder, path)).size })),
    ...state.about,
  })

  const onHub = (request: IncomingMessage, response: ServerResponse) => {
    if (!state.isReachable) return void request.socket.destroy()
    if (request.headers.authorization) tokens.hub.add(request.headers.authorization)
    const [, repository] = /^\/api\/models\/([^/]+\/[^/?]+)\?blobs=true$/.exec(request.url ?? '') ?? []
    if (repository) {
      requests.push(`ABOUT ${repository}`)
      const { status } = faults.get('about') ?? {}
      return void (status
        ? response.writeHead(status).end()
        : response.end(JSON.stringify(about(repository))))
    }
    const [, revision, path] = /^\/[^/]+\/[^/]+\/resolve\/(main|a{40})\/(.+)$/.exec(request.url ?? '') ?? []
    if (revision) revisions.add(revision)
    requests.push([request.method, path, request.headers.range].filter(Boolean).join(' '))
    if (path === undefined || !existsSync(join(folder, path))) return void response.writeHead(404).end()
    const { status, isMoved } = faultOf(path)
    if (isMoved && !request.url!.startsWith('/moved/'))
      return void response.writeHead(307, { location: `/moved/here/resolve/${revision}/${path}` }).end()
    if (status !== undefined) {
      const { retryAfter } = faultOf(path)
      return void response
        .writeHead(status, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) })
        .end()
    }
    const content = read(path)
    if (!isLarge(path)) {
      const tag = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
      return void send(request, response, path, { etag: `"${tag}"`, 'x-repo-commit': COMMIT })
    }
    const sha256 = createHash('sha256').update(content).digest('hex')
    response.writeHead(302, {
      location: `${addressOf(servers[1]!)}/${sha256}/${path}`,
      'x-linked-etag': `"${sha256}"`,
      'x-linked-size': String(content.length),
      'x-repo-commit': COMMIT,
      etag: `"${sha256}"`,
    })
    response.end()
  }

  const onStorage = (request: IncomingMessage, response: ServerResponse) => {
    if (!state.isReachable) return void request.socket.destroy()
    if (request.headers.authorization) tokens.storage.add(request.headers.authorization)
    const path = request.url!.slice(66)
    const { storageStatus } = faultOf(path)
    if (storageStatus !== undefined) return void response.writeHead(storageStatus).end()
    // Its own tag is not the hub's.
    send(request, response, path, { etag: '"storage"' })
  }

  async function send(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    headers: Record<string, string>,
  ): Promise<void> {
    const { body, cutAt, isRangeless } = faultOf(path)
    const content = body ?? read(path)
    const from = isRangeless ? 0 : Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    response.writeHead(from > 0 ? 206 : 200, {
      ...headers,
      'accept-ranges': 'bytes',
      'content-length': content.length - from,
      ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    })
    if (request.method === 'HEAD') return void response.end()
    for (let start = from; start < content.length; start += PIECE) {
      const { slow } = faultOf(path)
      if (slow !== undefined) await pause(slow)
      const end = Math.min(start + PIECE, content.length, from + (cutAt ?? content.length))
      await new Promise((resolve) => response.write(content.subarray(start, end), resolve))
      if (cutAt === undefined || end !== from + cutAt) continue
      // What was sent should arrive before the end does.
      await pause(100)
      return void response.destroy()
    }
    response.end()
  }

  for (const listener of [onHub, onStorage]) {
    const server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    servers.push(server)
  }
  const before = env.remoteHost
  env.remoteHost = `${addressOf(servers[0]!)}/`
  return Object.assign(state, {
    url: addressOf(servers[0]!),
    faults,
    requests,
    revisions,
    tokens,
    async close() {
      env.remoteHost = before
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  })
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
