import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { UserError } from '../errors.ts'
import { dtypesOf, type ModelEntry } from './catalogue.ts'
import { DOWNLOAD, type DownloadSettings, downloadFile, removeNotes } from './download.ts'
import { readJson } from './durable.ts'
import type { Installer, InstallRequest } from './install.ts'
import { neededFiles } from './load.ts'
import { dataFilesOf } from './onnx-file.ts'
import { HttpError, isPassing, lookUp, type RemoteFile, urlOf } from './remote-file.ts'

/** A file a model may have; the hub is asked, and an absent one is no fault. */
const OPTIONAL = 'generation_config.json'

/** Fetches a model of the hub, file by file, resuming what an earlier attempt left. */
export function hubInstaller(settings: DownloadSettings = DOWNLOAD): Installer {
  return async (request) => {
    const { folder, entry } = request
    const files = new Files(request, settings)
    await files.find('config.json', true)
    await files.fetchAll()
    const data = dataFilesOf(entry, await readJson(join(folder, 'config.json')))
    for (const path of [...neededFiles(entry), ...data]) await files.find(path, true)
    await files.find(OPTIONAL, false)
    await checkRoom(request, files.missing())
    await files.fetchAll()
    await removeNotes(folder)
  }
}

/** The files of one installation: found first, so that the size is known, then fetched one by one. */
class Files {
  readonly #request: InstallRequest
  readonly #settings: DownloadSettings
  readonly #found = new Map<string, RemoteFile>()
  readonly #loaded = new Map<string, number>()
  /** Bytes of each file that were there when its try began. */
  readonly #kept = new Map<string, number>()
  #done = new Set<string>()

  constructor(request: InstallRequest, settings: DownloadSettings) {
    this.#request = request
    this.#settings = settings
  }

  async find(path: string, isRequired: boolean): Promise<void> {
    const { entry, signal } = this.#request
    const url = urlOf(repositoryOf(entry), path)
    const remote = await this.#retry(() => lookUp(url, this.#settings.fetch, signal))
    if (remote) this.#found.set(path, remote)
    else if (isRequired) throw missing(entry, path)
  }

  /** Bytes still to come, as far as the hub has stated sizes. */
  missing(): number {
    let bytes = 0
    for (const [path, remote] of this.#found) {
      if (!this.#done.has(path)) bytes += remote.bytes ?? 0
    }
    return bytes
  }

  async fetchAll(): Promise<void> {
    const { folder, entry, signal } = this.#request
    for (const [path, remote] of this.#found) {
      if (this.#done.has(path)) continue
      const onBytes = (bytes: number) => {
        this.#loaded.set(path, bytes)
        if (!this.#kept.has(path)) this.#kept.set(path, bytes)
        this.#tell()
      }
      const file = { remote, folder, path, title: entry.title, settings: this.#settings, signal, onBytes }
      await this.#retry(() => downloadFile(file))
      this.#done.add(path)
    }
  }

  #tell(): void {
    const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, one) => all + one, 0)
    const loaded = sum(this.#loaded.values())
    const fetched = Math.max(0, loaded - sum(this.#kept.values()))
    const sizes = [...this.#found].map(([path, { bytes }]) => bytes ?? this.#loaded.get(path) ?? 0)
    // While only the configuration is known, a total would be a false one.
    const total = this.#found.size > 1 ? Math.max(sum(sizes), loaded) : 0
    this.#request.onProgress({ loaded, total, fetched })
  }

  /** Tries again after a pause where that may help. */
  async #retry<Result>(work: () => Promise<Result>): Promise<Result> {
    const { entry, signal } = this.#request
    for (const wait of [...this.#settings.pauses, undefined]) {
      try {
        return await work()
      } catch (error) {
        signal.throwIfAborted()
        // Where not even the first word got through, waiting a few seconds would only delay the answer.
        const isCutOff = this.#found.size === 0 && !(error instanceof HttpError)
        if (isCutOff || !isPassing(error) || isDisk(error) || wait === undefined)
          throw explain(error, entry, this.#loaded)
        await pause(wait, undefined, { signal })
      }
    }
    throw new Error('unreachable')
  }
}

const repositoryOf = ({ source }: ModelEntry): string => (source.kind === 'hub' ? source.repository : '')

const isDisk = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')

function missing(entry: ModelEntry, path: string): UserError {
  const others = dtypesOf(entry).filter((dtype) => dtype !== entry.dtype)
  const remedy = others.length > 0 ? ` Try another dtype: ${others.join(', ')}.` : ''
  return new UserError(
    'model-missing',
    `The hub has no ${path} in ${repositoryOf(entry)}, so ${entry.title} cannot be fetched.${remedy}`,
  )
}

/** Fails before the first byte where the disk has no room. */
async function checkRoom({ entry, folder }: InstallRequest, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= needed) return
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
  throw new UserError(
    'disk-full',
    `${entry.title} needs ${megabytes(needed)} and the disk that holds the cache has ${megabytes(bavail * bsize)} free; free some space and try again.`,
  )
}

function explain(error: unknown, entry: ModelEntry, loaded: ReadonlyMap<string, number>): unknown {
  if (error instanceof UserError || isDisk(error)) return error
  const { title } = entry
  if (error instanceof HttpError) {
    if (error.status === 401 || error.status === 403) {
      return new UserError(
        'model-denied',
        `The hub does not let just anyone read ${repositoryOf(entry)} (status ${error.status}): it is gated, private or gone; set HF_TOKEN to a token that may read it.`,
      )
    }
    return new UserError(
      'model-unreachable',
      `The model hub answered ${error.status} for ${title}; try again later. The built-in model works without it.`,
    )
  }
  const bytes = [...loaded.values()].reduce((sum, one) => sum + one, 0)
  if (bytes > 0) {
    return new UserError(
      'model-unreachable',
      `The download of ${title} broke off at ${(bytes / 1e6).toFixed(1)} MB; what arrived is kept, so trying again goes on from there.`,
    )
  }
  return new UserError(
    'model-unreachable',
    `${title} is not on this computer and the model hub cannot be reached; the built-in model works without it.`,
  )
}
