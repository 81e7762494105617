import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Dtype, dtypesOf, exportOf, type ModelEntry } from './catalogue.ts'
import { folderOf, type ModelFolders } from './folders.ts'
import type { Installations, InstallStatus } from './installations.ts'
import type { LoadedModels } from './loaded.ts'
import type { Manifest, Shelf } from './manifest.ts'
import { onnxFile } from './onnx-file.ts'
import type { Opener } from './opener.ts'

/** Where a model stands. */
type ModelState =
  | { readonly state: 'built-in' | 'downloaded' | 'available' | 'loading' }
  | {
      readonly state: 'loaded'
      /** How much the process grew when it was opened, in bytes. */
      readonly memoryBytes: number
      /** Runs that hold it at the moment. */
      readonly uses: number
    }
  | InstallStatus
  | Failure

/** The last attempt to fetch or open a model, gone wrong. */
export interface Failure {
  /** `unreachable`: the hub, not the model, is at fault. */
  readonly state: 'unreachable' | 'failed'
  readonly reason: string
  /** When, in milliseconds since 1970. */
  readonly at: number
}

export type ModelListing = ModelEntry &
  ModelState & {
    /** Bytes it takes on disk; 0 where it is not there. */
    readonly diskBytes: number
    /** Those of them in the cache: neither built in nor in a folder that was only linked. */
    readonly cacheBytes: number
    /** Bytes of a broken-off download that the next one goes on from. */
    readonly keptBytes: number
    /** Whether a person can take it off this computer. */
    readonly isRemovable: boolean
    /** Whether its files are a folder of the person's own, which removing leaves alone. */
    readonly isLinked: boolean
    /** What can be fetched: every dtype on offer, the default one first; empty for what is built in or added. */
    readonly offers: readonly Offer[]
  }

interface Offer {
  readonly dtype: Dtype
  /** Bytes a download would fetch, as its hub listed them or, `isEstimate`, from the number of parameters. */
  readonly bytes?: number
  readonly isEstimate?: boolean
}

/** Bytes a parameter takes in each dtype; 4-bit exports keep their embeddings in floats, hence more than a half. */
const BYTES: Readonly<Record<Dtype, number>> = {
  fp32: 4,
  fp16: 2,
  q8: 1,
  int8: 1,
  uint8: 1,
  q4: 1.4,
  q4f16: 0.9,
  bnb4: 1.4,
}

function offerOf({ source, parameters, dtype, approximateBytes }: ModelEntry): Offer {
  if (source.kind === 'pypi-gguf') return { dtype, bytes: source.wheel.bytes }
  if (approximateBytes !== undefined) return { dtype, bytes: approximateBytes }
  if (parameters === undefined) return { dtype }
  return { dtype, bytes: parameters * BYTES[dtype], isEstimate: true }
}

function offersOf(entry: ModelEntry): Offer[] {
  if (entry.source.kind === 'built-in' || entry.source.kind === 'local') return []
  return dtypesOf(entry).map((dtype) => offerOf(exportOf(entry, dtype)))
}

/** Bytes of the files that are opened as graph and weights, where they lie on disk; else what a download would be. */
export function graphBytes(entry: ModelEntry, folders: ModelFolders, manifest?: Manifest): number {
  const path = onnxFile(entry)
  const files = manifest?.files ?? entry.files
  const listed = files.filter((file) => file.path.startsWith(path)).reduce((sum, { bytes }) => sum + bytes, 0)
  if (listed > 0) return listed
  const onDisk = statSync(join(folderOf(entry, folders), path), { throwIfNoEntry: false })?.size
  return onDisk ?? offerOf(entry).bytes ?? 0
}

interface Parts {
  readonly folders: ModelFolders
  readonly shelf: Shelf
  readonly loaded: LoadedModels
  readonly installations: Installations
  readonly opener: Opener
}

/** A model with everything a page or a terminal shows of it. */
export function modelListing(entry: ModelEntry, parts: Parts): ModelListing {
  const { source, files, id } = entry
  const manifest = parts.shelf.ready().get(id)
  const isLinked = source.kind === 'local' && source.folder !== undefined
  const diskBytes = sum(manifest?.files ?? (source.kind === 'built-in' ? files : []))
  const keptBytes = parts.shelf.kept().get(id) ?? 0
  return {
    ...entry,
    ...stateOf(entry, manifest !== undefined, parts),
    diskBytes,
    isLinked,
    cacheBytes: source.kind === 'built-in' || isLinked ? 0 : diskBytes,
    keptBytes,
    isRemovable:
      source.kind !== 'built-in' && (manifest !== undefined || keptBytes > 0 || isFailedExport(entry, parts)),
    offers: offersOf(entry),
  }
}

/** Another export that could not be fetched stays on the list, with the reason, until it is taken off. */
const isFailedExport = (entry: ModelEntry, { opener }: Parts): boolean =>
  entry.id.includes('@') && opener.failureOf(entry) !== undefined

const sum = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((all, { bytes }) => all + bytes, 0)

function stateOf(entry: ModelEntry, isReady: boolean, { loaded, installations, opener }: Parts): ModelState {
  const { id, source } = entry
  const open = loaded.peek(id)
  if (open) return { state: 'loaded', memoryBytes: open.measured, uses: loaded.uses(id) }
  const installing = installations.current(id)
  if (installing) return installing.progress
  if (opener.isOpening(id)) return { state: 'loading' }
  const failure = opener.failureOf(entry)
  if (failure) return failure
  if (source.kind === 'built-in') return { state: 'built-in' }
  return { state: isReady ? 'downloaded' : 'available' }
}
