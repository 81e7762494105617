import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { UserError } from '../../errors.ts'
import { megabytes } from '../../words.ts'
import { neededFiles } from '../runtime/load.ts'
import { dataFilesOf, onnxFile } from '../runtime/onnx-file.ts'
import { readJson, sizeOf } from '../system/durable.ts'
import { DOWNLOAD, type DownloadSettings, downloadFile, removeNotes } from './download.ts'
import { explainHub, isDisk, missingFile, repositoryOf } from './hub-failures.ts'
import type { Installer, InstallRequest } from './installer.ts'
import { OPTIONAL_FILES, readLocations } from './local-folder.ts'
import { type ContentHash, HttpError, isPassing, lookUp, type RemoteFile, urlOf } from './remote-file.ts'

/** Longer than this, in milliseconds, nobody is kept waiting because the hub asks for it. */
const LONGEST_WAIT = 120_000

/** Milliseconds between two reports of progress at least; that it is complete is always reported. */
const PROGRESS_PAUSE = 100

/** Fetches a model of the hub, file by file, resuming what an earlier attempt left. */
export function hubInstaller(settings: DownloadSettings = DOWNLOAD): Installer {
  return async (request) => {
    const { folder, entry } = request
    const files = new Files(request, settings)
    await files.find('config.json', true)
    await files.fetchAll()
    const data = dataFilesOf(entry, await readJson(join(folder, 'config.json')))
    for (const path of [...neededFiles(entry), ...data]) await files.find(path, true)
    for (const path of OPTIONAL_FILES) await files.find(path, false)
    await checkRoom(request, await files.missing())
    await files.fetchAll()
    const graph = onnxFile(entry)
    for (const path of readLocations(entry.title, folder, graph)) await files.find(path, true)
    await checkRoom(request, await files.missing())
    await files.fetchAll()
    await removeNotes(folder)
  }
}

const sha256 = (hex: string): ContentHash => ({ kind: 'sha256', hex })

/** The files of one installation: found first, so that the size is known, then fetched one by one. */
class Files {
  readonly #request: InstallRequest
  readonly #settings: DownloadSettings
  readonly #found = new Map<string, RemoteFile>()
  readonly #loaded = new Map<string, number>()
  /** Bytes of each file that were there when its try began. */
  readonly #kept = new Map<string, number>()
  readonly #done = new Set<string>()
  /** The commit that the first answer named: all files are of one revision. */
  #revision = 'main'
  #reportedAt = 0

  constructor(request: InstallRequest, settings: DownloadSettings) {
    this.#request = request
    this.#settings = settings
  }

  async find(path: string, isRequired: boolean): Promise<void> {
    const { entry, signal } = this.#request
    if (this.#found.has(path)) return
    const url = urlOf(repositoryOf(entry), path, this.#revision)
    const remote = await this.#retry(() => lookUp(url, this.#settings.fetch, signal))
    this.#revision = remote?.commit ?? this.#revision
    const known = entry.files.find((one) => one.path === path)
    if (remote && known) this.#found.set(path, { ...remote, bytes: known.bytes, hash: sha256(known.sha256) })
    else if (remote) this.#found.set(path, remote)
    else if (isRequired) throw missingFile(entry, path)
  }

  /** Bytes still to come, as far as the hub has stated sizes. */
  async missing(): Promise<number> {
    let bytes = 0
    for (const [path, remote] of this.#found) {
      const have = (await sizeOf(join(this.#request.folder, path))) ?? 0
      bytes += Math.max(0, (remote.bytes ?? 0) - have)
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
        this.#report()
      }
      const file = { remote, folder, path, title: entry.title, settings: this.#settings, signal, onBytes }
      await this.#retry(() => downloadFile(file))
      this.#done.add(path)
    }
  }

  #report(): void {
    const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, one) => all + one, 0)
    const loaded = sum(this.#loaded.values())
    const fetched = Math.max(0, loaded - sum(this.#kept.values()))
    const sizes = [...this.#found].map(([path, { bytes }]) => bytes ?? this.#loaded.get(path) ?? 0)
    // While only the configuration is known, a total would be a false one.
    const total = this.#found.size > 1 ? Math.max(sum(sizes), loaded) : 0
    const now = performance.now()
    if (loaded < total && now - this.#reportedAt < PROGRESS_PAUSE) return
    this.#reportedAt = now
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
          throw explainHub(error, entry, this.#loaded.values())
        const asked = error instanceof HttpError ? error.retryAfter : 0
        if (asked > LONGEST_WAIT) throw explainHub(error, entry, this.#loaded.values())
        if (asked > 0) this.#request.onProgress({ loaded: 0, total: 0, stage: 'waiting for the hub' })
        await pause(Math.max(wait, asked), undefined, { signal })
      }
    }
    throw new Error('unreachable')
  }
}

/** Fails before the first byte where the disk has no room. */
async function checkRoom({ entry, folder }: InstallRequest, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= needed) return
  throw new UserError(
    'disk-full',
    `${entry.title} needs ${megabytes(needed)} and the disk that holds the cache has ` +
      `${megabytes(bavail * bsize)} free; free some space and try again.`,
  )
}
