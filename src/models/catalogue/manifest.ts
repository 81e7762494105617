import { readdirSync, readFileSync, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { count } from '../../words.ts'
import { filesIn, writeWhole } from '../system/durable.ts'
import { entrySchema, type ModelEntry } from './catalogue.ts'
import { hashOf } from './file-hash.ts'
import { folderOf, type ModelFolders, partialFolder, readyFolder } from './folders.ts'
import { kernels } from './kernels.ts'

/** A ready folder's facts about itself; written last, before the folder is moved into place. */
const manifestSchema = z.object({
  version: z.literal(1),
  /** With what the trial measured. */
  entry: entrySchema,
  /** What it was tried on; absent where an older version of this program wrote the manifest. */
  triedOn: z.string().optional(),
  files: z.array(
    // Manifests of older versions have no hashes.
    z.object({ path: z.string(), bytes: z.int().nonnegative(), sha256: z.string().optional() }),
  ),
})

export type Manifest = z.output<typeof manifestSchema>

const NAME = 'nucleus.json'

/**
 * Writes the manifest into `folder`.
 * @param contents where the files lie, where that is another folder
 * @param paths those of the files that belong to the model; everything there by default
 */
export async function writeManifest(
  folder: string,
  entry: ModelEntry,
  contents: string = folder,
  paths?: readonly string[],
): Promise<void> {
  const files = await Promise.all(
    (paths ?? (await filesIn(contents)))
      .filter((path) => path !== NAME)
      .map(async (path) => ({
        path,
        bytes: (await stat(join(contents, path))).size,
        sha256: await hashOf(join(contents, path)),
      })),
  )
  const triedOn = kernels()
  await writeWhole(join(folder, NAME), JSON.stringify({ version: 1, entry, triedOn, files }, null, 2))
}

/** Writes what a new trial of a ready model measured. */
export async function rewriteManifest(folder: string, manifest: Manifest, entry: ModelEntry): Promise<void> {
  await writeWhole(join(folder, NAME), JSON.stringify({ ...manifest, entry, triedOn: kernels() }, null, 2))
}

/** What the cache holds; manifests are read again only when a folder has come or gone. */
export interface ModelCache {
  /** Ready models by id. */
  ready(): ReadonlyMap<string, Manifest>
  /** Reads everything again: a manifest was written anew. */
  refresh(): void
  /** Bytes that broken-off installations left, by id. */
  kept(): ReadonlyMap<string, number>
}

/** What the cache held at one time: reading the disk once is enough for a whole list. */
export interface HeldModels {
  readonly ready: ReturnType<ModelCache['ready']>
  readonly kept: ReturnType<ModelCache['kept']>
}

export const heldIn = (modelCache: ModelCache): HeldModels => ({
  ready: modelCache.ready(),
  kept: modelCache.kept(),
})

export function openModelCache(folders: ModelFolders): ModelCache {
  const folder = readyFolder(folders)
  let seen = ''
  let ready: ReadonlyMap<string, Manifest> = new Map()
  return {
    ready() {
      const now = changesOf(folder)
      if (now !== seen) ready = mapFolders(folder, readManifest)
      seen = now
      return ready
    },
    refresh() {
      seen = ''
    },
    kept: () => mapFolders(partialFolder(folders), (path) => bytesIn(path) || undefined),
  }
}

function mapFolders<Value>(folder: string, read: (path: string) => Value | undefined) {
  const values = new Map<string, Value>()
  for (const id of subfolders(folder)) {
    const value = read(join(folder, id))
    if (value !== undefined) values.set(id, value)
  }
  return values
}

const subfolders = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Changes whenever a folder in it appears, goes, or is renamed. */
function changesOf(folder: string): string {
  const { mtimeMs, ino } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: 0, ino: 0 }
  return `${ino}:${mtimeMs}:${subfolders(folder).join('/')}`
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, NAME), 'utf8')))
  } catch {
    return undefined
  }
}

/** Bytes of a folder that may be changing; notes of the installer itself (dotfiles) do not count. */
function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
  } catch {
    return 0
  }
}

/**
 * The first file of a model that is missing, has another size than it should, or other bytes, in words. Bytes
 * are read again only after a file has changed.
 */
export async function damageOf(
  entry: ModelEntry,
  files: Manifest['files'],
  folders: ModelFolders,
): Promise<string | undefined> {
  const folder = folderOf(entry, folders)
  for (const { path, bytes } of files) {
    const size = statSync(join(folder, path), { throwIfNoEntry: false })?.size
    const found = size === undefined ? 'it is missing' : `it has ${count(size)}`
    if (size !== bytes) return `${path} with ${count(bytes)} bytes, and ${found}`
  }
  for (const { path, sha256 } of files) {
    const found = sha256 === undefined ? undefined : await hashOf(join(folder, path))
    if (found !== sha256) return `${path} with the SHA-256 ${sha256}, and it has ${found}`
  }
  return undefined
}
