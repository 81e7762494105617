import { chmod, copyFile, mkdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { UserError } from '../../errors.ts'
import { makeFolder } from '../../make-folder.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import { type ModelFolders, partialFolder, readyFolder, wasteFolder } from '../catalogue/folders.ts'
import { writeManifest } from '../catalogue/manifest.ts'
import { discard, explainDisk, publish } from '../system/durable.ts'
import { lockFolder } from '../system/lock.ts'
import type { Converters, InstallProgress } from './installer.ts'
import { localEntry, readFolder } from './local-folder.ts'
import type { ModelFacts } from './trial/trial.ts'

export interface AddOptions {
  /** What to call it; made from the file's name where absent. */
  readonly id?: string
  /** Which export of the folder. */
  readonly dtype?: string
  /** Copy a folder's files into the cache instead of linking to them. */
  readonly copy?: boolean
  readonly onProgress?: (progress: InstallProgress) => void
  readonly signal?: AbortSignal
}

interface AddContext {
  readonly folders: ModelFolders
  readonly converters: Converters
  readonly check: (entry: ModelEntry, folder: string) => Promise<ModelFacts>
  /** Ids that are taken. */
  readonly isTaken: (id: string) => boolean
}

/**
 * Puts a person's own model on the list: a folder in the layout of transformers.js, linked or copied, or a
 * file that a converter takes. It is opened once first; what cannot run is not added.
 * @throws UserError saying precisely what it cannot take
 */
export async function addModel(path: string, options: AddOptions, context: AddContext): Promise<ModelEntry> {
  const origin = resolve(path)
  const isFolder = await isFolderAt(origin, context.converters)
  const title = isFolder ? basename(origin) : basename(origin, extname(origin))
  const id = options.id ?? idFrom(title)
  checkId(id, context)
  const { folders } = context
  const staging = partialFolder(folders, id)
  makeFolder(dirname(staging))
  const unlock = lockFolder(staging, title)
  try {
    await rm(staging, { recursive: true, force: true })
    await mkdir(staging)
    const work = { origin, staging, id, title, options, context }
    const entry = await (isFolder ? takeFolder(work) : convert(work))
    await publish(staging, readyFolder(folders, id), wasteFolder(folders))
    return entry
  } catch (error) {
    await discard(staging, wasteFolder(folders)).catch(() => undefined)
    throw explainDisk(error, title, folders.cache)
  } finally {
    unlock()
  }
}

/** @throws UserError where there is neither a folder nor a file that can be converted */
async function isFolderAt(path: string, converters: Converters): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new UserError('no-such-path', `There is nothing at ${path}; check the path.`)
  if (found.isDirectory()) return true
  if (extname(path).toLowerCase() in converters) return false
  const endings = Object.keys(converters).map((ending) => ` or a ${ending} file`)
  throw new UserError(
    'model-unsupported',
    `${path} is a file; expected a folder in the layout of transformers.js${endings.join('')}.`,
  )
}

interface Work {
  readonly origin: string
  readonly staging: string
  readonly id: string
  readonly title: string
  readonly options: AddOptions
  readonly context: AddContext
}

async function takeFolder({ origin, staging, id, title, options, context }: Work): Promise<ModelEntry> {
  const found = await readFolder(origin, options.dtype)
  const draft = localEntry(id, title, origin, found, {
    kind: 'local',
    ...(!options.copy && { folder: origin }),
  })
  const entry = { ...draft, ...(await context.check(draft, origin)) }
  if (options.copy) await copyFiles(origin, staging, found.paths, options.signal)
  await writeManifest(staging, entry, options.copy ? staging : origin, found.paths)
  return entry
}

async function convert({ origin, staging, id, title, options, context }: Work): Promise<ModelEntry> {
  const ending = extname(origin).toLowerCase()
  const { onProgress = () => undefined, signal = new AbortController().signal } = options
  const { dtype } = options
  await context.converters[ending]!({
    file: origin,
    folder: staging,
    ...(dtype && { dtype }),
    onProgress,
    signal,
  })
  const found = await readFolder(staging, options.dtype)
  const draft = localEntry(id, title, origin, found, { kind: 'local' })
  const entry = { ...draft, ...(await context.check(draft, staging)) }
  await writeManifest(staging, entry, staging, found.paths)
  return entry
}

async function copyFiles(
  from: string,
  to: string,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const path of paths) {
    signal?.throwIfAborted()
    await mkdir(dirname(join(to, path)), { recursive: true })
    await copyFile(join(from, path), join(to, path))
    // A copy of a file that is read-only is ours to flush and to delete.
    await chmod(join(to, path), 0o644)
  }
}

/** Lower-case letters, digits, dots and dashes: what a command line and an address take as they are. */
export const idFrom = (title: string): string =>
  /[a-z0-9](?:.*[a-z0-9])?/.exec(title.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-'))?.[0] ?? ''

function checkId(id: string, { isTaken }: AddContext): void {
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(id)) {
    throw new UserError(
      'bad-id',
      `A model's id is made of lower-case letters, digits, dots and dashes, got "${id}"; choose one ` +
        'with --id.',
    )
  }
  if (isTaken(id)) {
    throw new UserError('bad-id', `There is a model "${id}" already; choose another id with --id.`)
  }
}
