import { env } from '@xenova/transformers'
import { UserError } from '../../errors.ts'

/** The hub's facts about a file before it is fetched. */
export interface RemoteFile {
  readonly url: string
  readonly bytes: number | undefined
  /** Names the content: the same tag, the same bytes. */
  readonly tag: string | undefined
  readonly hash: ContentHash | undefined
  /** The revision of the repository it belongs to. */
  readonly commit: string | undefined
}

/** Large files are known by SHA-256 (LFS), small ones by git's blob hash. */
export interface ContentHash {
  readonly kind: 'sha256' | 'git-sha1'
  readonly hex: string
}

export type Fetch = typeof fetch

/**
 * The hub: HF_ENDPOINT names a mirror, as it does for other programs.
 * @throws UserError `bad-endpoint` where that is no address
 */
function hubHost(): string {
  const { HF_ENDPOINT: host } = process.env
  if (!host) return env.remoteHost
  if (/^https?:\/\/[^/\s]/i.test(host) && URL.canParse(host)) return host
  throw new UserError(
    'bad-endpoint',
    `HF_ENDPOINT must be an address that begins with https:// or http://, got "${host}"; write ` +
      `https://${host.replace(/^(\w+:)?\/*/, '')}.`,
  )
}

/** Whether an answer came from the hub itself, and not from where it stores its files. */
const isFromHub = (url: string): boolean => url === '' || new URL(url).origin === new URL(hubHost()).origin

/** Address of the hub's description of a repository, sizes of its files included. */
export const apiUrlOf = (repository: string): string =>
  `${hubHost().replace(/\/$/, '')}/api/models/${repository}?blobs=true`

/** Address of a file in the hub's own scheme. */
export function urlOf(repository: string, path: string, revision: string): string {
  const folder = env.remotePathTemplate
    .replaceAll('{model}', repository)
    .replaceAll('{revision}', encodeURIComponent(revision))
  return `${hubHost().replace(/\/$/, '')}/${folder.replace(/\/$/, '')}/${path}`
}

/** The access token of HF_TOKEN, for the hub alone: fetch drops it where a redirect leads to another host. */
export function headersFor(url: string): Record<string, string> {
  const token = process.env.HF_TOKEN
  const isHub = new URL(url).origin === new URL(hubHost()).origin
  return {
    'accept-encoding': 'identity',
    'user-agent': `nucleus-playground transformers.js/${env.version}`,
    ...(token && isHub && { authorization: `Bearer ${token}` }),
  }
}

const MOVES = 5

/**
 * Asks about a file. The hub answers a large one with a redirect to where it is stored, whose headers name
 * its size and hash; a redirect within the hub (a renamed repository) is followed.
 * @returns undefined where there is none
 * @throws HttpError for other answers than success
 */
export async function lookUp(url: string, get: Fetch, signal: AbortSignal): Promise<RemoteFile | undefined> {
  let here = url
  for (let move = 0; move < MOVES; move++) {
    const response = await get(here, {
      method: 'HEAD',
      redirect: 'manual',
      headers: headersFor(here),
      signal,
    })
    const location = response.headers.get('location')
    const next = location && new URL(location, here)
    if (
      next &&
      next.origin === new URL(here).origin &&
      !response.headers.has('x-linked-etag') &&
      isRedirect(response)
    ) {
      here = next.href
      continue
    }
    if (response.status === 404) return undefined
    if (!response.ok && !isRedirect(response)) throw HttpError.of(response)
    return describe(here, response.headers, isRedirect(response))
  }
  throw new HttpError(310)
}

const isRedirect = ({ status }: Response): boolean => status >= 300 && status < 400

function describe(url: string, headers: Headers, isMoved: boolean): RemoteFile {
  const size = headers.get('x-linked-size') ?? (isMoved ? null : headers.get('content-length'))
  const tag = (headers.get('x-linked-etag') ?? headers.get('etag'))?.replace(/^W\//, '').replaceAll('"', '')
  return {
    url,
    bytes: size !== null && /^\d+$/.test(size) ? Number(size) : undefined,
    tag,
    hash: tag === undefined ? undefined : hashNamedBy(tag),
    commit: headers.get('x-repo-commit') ?? undefined,
  }
}

function hashNamedBy(tag: string): ContentHash | undefined {
  if (/^[0-9a-f]{64}$/.test(tag)) return { kind: 'sha256', hex: tag }
  if (/^[0-9a-f]{40}$/.test(tag)) return { kind: 'git-sha1', hex: tag }
  return undefined
}

/** An answer that is no success. */
export class HttpError extends Error {
  readonly status: number
  /**
   * Whether the hub's storage answered, not the hub: a signed address has run out, nobody was denied
   * anything.
   */
  readonly isOfStorage: boolean
  /** How long the answer asks to wait, in milliseconds. */
  readonly retryAfter: number

  constructor(status: number, { isOfStorage = false, retryAfter = 0 } = {}) {
    super(`HTTP ${status}`)
    this.status = status
    this.isOfStorage = isOfStorage
    this.retryAfter = retryAfter
  }

  static of({ status, url, headers }: Response): HttpError {
    const asked = headers.get('retry-after')?.trim() ?? ''
    // Seconds, or a date (RFC 9110, section 10.2.3).
    const wait = /^\d+$/.test(asked) ? 1000 * Number(asked) : Date.parse(asked) - Date.now()
    return new HttpError(status, { isOfStorage: !isFromHub(url), retryAfter: Math.max(0, wait || 0) })
  }
}

/** Whether trying again may help. */
export function isPassing(error: unknown): boolean {
  if (error instanceof UserError) return false
  if (error instanceof HttpError) {
    const { status, isOfStorage } = error
    return status === 408 || status === 429 || status >= 500 || (isOfStorage && status === 403)
  }
  return true
}
