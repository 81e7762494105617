import type { OpenModel } from '../host.ts'
import type { Installations } from '../install/installations.ts'
import type { ModelListing, ModelState } from '../model-listing.ts'
import type { LoadedModels } from '../runtime/loaded.ts'
import type { Opener } from '../runtime/opener.ts'
import { otherHolder } from '../system/lock.ts'
import type { ModelEntry } from './catalogue.ts'
import { type ModelFolders, partialFolder } from './folders.ts'
import type { HeldModels } from './manifest.ts'
import { offersOf } from './offers.ts'

interface Parts {
  readonly folders: ModelFolders
  readonly held: HeldModels
  readonly loaded: LoadedModels<OpenModel>
  readonly installations: Installations
  readonly opener: Opener<OpenModel>
}

/** A model with everything a page or a terminal shows of it. */
export function modelListing(entry: ModelEntry, parts: Parts): ModelListing {
  const { source, files, id } = entry
  const manifest = parts.held.ready.get(id)
  const isLinked = source.kind === 'local' && source.folder !== undefined
  const diskBytes = sum(manifest?.files ?? (source.kind === 'built-in' ? files : []))
  const keptBytes = parts.held.kept.get(id) ?? 0
  const state = stateOf(entry, manifest !== undefined, parts)
  return {
    ...entry,
    ...state,
    diskBytes,
    isLinked,
    cacheBytes: source.kind === 'built-in' || isLinked ? 0 : diskBytes,
    keptBytes,
    isRemovable:
      source.kind !== 'built-in' &&
      state.state !== 'busy' &&
      (manifest !== undefined || keptBytes > 0 || isFailedExport(entry, parts)),
    offers: offersOf(entry),
  }
}

/** Another export that could not be fetched stays on the list, with the reason, until it is taken off. */
const isFailedExport = (entry: ModelEntry, { opener }: Parts): boolean =>
  entry.id.includes('@') && opener.failureOf(entry) !== undefined

const sum = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((all, { bytes }) => all + bytes, 0)

function stateOf(entry: ModelEntry, isReady: boolean, parts: Parts): ModelState {
  const { folders, loaded, installations, opener } = parts
  const { id, source } = entry
  const open = loaded.peek(id)
  if (open) return { state: 'loaded', memoryBytes: open.measured, uses: loaded.uses(id) }
  const installing = installations.current(id)
  if (installing) return installing.progress
  if (opener.isOpening(id)) return { state: 'loading' }
  const holder = isReady || source.kind === 'built-in' ? undefined : otherHolder(partialFolder(folders, id))
  if (holder !== undefined) return { state: 'busy', holder }
  const failure = opener.failureOf(entry)
  if (failure) return failure
  if (source.kind === 'built-in') return { state: 'built-in' }
  return { state: isReady ? 'downloaded' : 'available' }
}
