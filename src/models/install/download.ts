import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../../errors.ts'
import { count } from '../../words.ts'
import { readJson, sizeOf, writeWhole } from '../system/durable.ts'
import { type Fetch, HttpError, headersFor, type RemoteFile } from './remote-file.ts'

/** How a download behaves; tests shorten the waits and fill the disk. */
export interface DownloadSettings {
  readonly fetch: Fetch
  readonly open: typeof open
  /** Without a byte for this long, a connection is given up, in milliseconds. */
  readonly stall: number
  /** Waits before trying again, in milliseconds; as many tries more as there are waits. */
  readonly pauses: readonly number[]
}

export const DOWNLOAD: DownloadSettings = { fetch, open, stall: 60_000, pauses: [1000, 5000] }

interface FileDownload {
  readonly remote: RemoteFile
  readonly folder: string
  readonly path: string
  readonly title: string
  readonly settings: DownloadSettings
  readonly signal: AbortSignal
  /** Bytes of this file on disk so far. */
  readonly onBytes: (bytes: number) => void
}

const NOTES = '.download.json'

/**
 * One try at fetching a file into `folder`, going on from what is there where the hub confirms the
 * same content. When it returns, size and hash are right, where they are known.
 * @throws UserError `download-broken`; what fetch and the disk throw
 */
export async function downloadFile(download: FileDownload): Promise<void> {
  const { remote, folder, path, title, onBytes } = download
  await mkdir(dirname(join(folder, path)), { recursive: true })
  const have = await keptBytes(download)
  onBytes(have)
  if (have === 0 || have !== remote.bytes) await transfer(download, have)
  // What was kept may be at fault: once more from the start.
  if (have > 0 && !(await isRight(download))) await transfer(download, 0)
  if (await isRight(download)) return
  throw await broken(folder, path, `${title}'s ${path} does not match the checksum the hub states for it`)
}

/** Bytes of the same content that an earlier try left; anything else is thrown away. */
async function keptBytes({ remote: { tag, bytes }, folder, path }: FileDownload): Promise<number> {
  const notes = await notesOf(folder)
  const have = (await sizeOf(join(folder, path))) ?? 0
  if (have > 0 && tag !== undefined && notes[path] === tag && have <= (bytes ?? Number.POSITIVE_INFINITY))
    return have
  await rm(join(folder, path), { force: true })
  const { [path]: _, ...others } = notes
  await writeWhole(
    join(folder, NOTES),
    JSON.stringify(tag === undefined ? others : { ...others, [path]: tag }),
  )
  return 0
}

const notesOf = async (folder: string): Promise<Record<string, string>> =>
  ((await readJson(join(folder, NOTES))) ?? {}) as Record<string, string>

/** Removes what only downloading needs. */
export const removeNotes = (folder: string): Promise<void> => rm(join(folder, NOTES), { force: true })

async function transfer(download: FileDownload, have: number): Promise<void> {
  const { remote, settings, signal } = download
  const stalled = new AbortController()
  const timer = setTimeout(() => stalled.abort(new Error('stalled')), settings.stall)
  try {
    const response = await settings.fetch(remote.url, {
      headers: { ...headersFor(remote.url), ...(have > 0 && { range: `bytes=${have}-` }) },
      signal: AbortSignal.any([signal, stalled.signal]),
    })
    if (!response.ok || !response.body) throw HttpError.of(response)
    const start = startOf(response, have)
    await write(download, response, start, () => timer.refresh())
  } finally {
    clearTimeout(timer)
  }
}

/** Where in the file an answer begins: a server may ignore the range and send everything. */
function startOf(response: Response, have: number): number {
  if (response.status !== 206) return 0
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')
  if (Number(range?.[1]) !== have) throw new Error('the hub sent another part than the one asked for')
  return have
}

async function write(
  { folder, path, settings, remote, title, onBytes }: FileDownload,
  response: Response,
  start: number,
  onLife: () => void,
): Promise<void> {
  const stated = Number(response.headers.get('content-length') ?? Number.NaN)
  const whole = remote.bytes ?? (Number.isFinite(stated) ? start + stated : undefined)
  const handle = await settings.open(join(folder, path), start > 0 ? 'a' : 'w')
  let size = start
  try {
    for await (const piece of response.body!) {
      await handle.writeFile(piece)
      size += piece.byteLength
      onLife()
      onBytes(size)
      if (whole !== undefined && size > whole) break
    }
  } finally {
    await handle.close()
  }
  if (whole === undefined || size === whole) return
  if (size < whole) throw new Error(`the connection ended at ${count(size)} of ${count(whole)} bytes`)
  throw await broken(
    folder,
    path,
    `The hub sent more of ${title}'s ${path} than the ${count(whole)} bytes it had announced`,
  )
}

/** Whether a file has the hash that the hub states; true where it states none. */
async function isRight({ remote: { hash }, folder, path }: FileDownload): Promise<boolean> {
  if (!hash) return true
  const size = (await sizeOf(join(folder, path))) ?? 0
  const digest = hash.kind === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`)
  return (await digestOf(join(folder, path), digest)) === hash.hex
}

async function digestOf(file: string, hash: Hash): Promise<string> {
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

async function broken(folder: string, path: string, sentence: string): Promise<UserError> {
  await rm(join(folder, path), { force: true })
  return new UserError('download-broken', `${sentence}; nothing of it was kept, try again later.`)
}
