import { existsSync } from 'node:fs'
import { UserError } from '../../errors.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import { folderOf, type ModelFolders, readyFolder } from '../catalogue/folders.ts'
import { kernels } from '../catalogue/kernels.ts'
import { damageOf, type ModelCache, rewriteManifest } from '../catalogue/manifest.ts'
import { graphBytes } from '../catalogue/offers.ts'
import { checkTerms } from '../catalogue/terms.ts'
import type { ModelHost, OpenModel } from '../host.ts'
import type { Installations } from '../install/installations.ts'
import type { InstallProgress, InstallStatus } from '../install/installer.ts'
import type { ModelFacts } from '../install/trial/trial.ts'
import type { Failure } from '../model-listing.ts'
import { type SharedTask, shareTask, type WaitOptions } from '../system/shared-task.ts'
import type { LoadedModels } from './loaded.ts'

/** How a model is to be installed. */
export interface InstallOptions extends WaitOptions<InstallProgress> {
  /** Whether the terms that come with it, if any, have been accepted by whoever asks. */
  readonly acceptsTerms?: boolean
}

/** Installs and opens models for whoever asks, once for all, and remembers what went wrong. */
export interface Opener<Model extends OpenModel> {
  /** @throws UserError what installing or opening throws; the signal's reason when this one stops waiting */
  open(entry: ModelEntry, options: WaitOptions<InstallProgress>): Promise<Model>
  /** @throws UserError besides, `terms-not-accepted` */
  install(entry: ModelEntry, options: InstallOptions): Promise<void>
  isOpening(id: string): boolean
  /** Why a model could not be opened, or as long as it is not there, fetched. */
  failureOf(entry: ModelEntry): Failure | undefined
  /** Whether anything is known of an id: that it is being fetched, opened, is open, or that this failed. */
  isKnown(id: string): boolean
  forget(id: string): void
}

interface Parts<Model extends OpenModel> {
  readonly host: ModelHost<Model>
  readonly folders: ModelFolders
  readonly modelCache: ModelCache
  readonly loaded: LoadedModels<Model>
  readonly installations: Installations
  readonly mayFetch: boolean
  /** Tries a model's files. */
  readonly check: (entry: ModelEntry, folder: string) => Promise<ModelFacts>
}

/**
 * What went wrong, by model. Somebody's change of mind is no failure, nor is a want of memory that passes,
 * nor an engine that is replaced, nor a download that another process is at.
 */
interface Failures {
  get(id: string): Failure | undefined
  forget(id: string): void
  /** Keeps the reason of a failure until the next success. */
  remember<Result>(id: string, work: () => Promise<Result>): Promise<Result>
}

function rememberFailures(passing: readonly string[]): Failures {
  const failures = new Map<string, Failure>()
  return {
    get: (id) => failures.get(id),
    forget: (id) => void failures.delete(id),
    async remember(id, work) {
      try {
        const result = await work()
        failures.delete(id)
        return result
      } catch (error) {
        if (error instanceof UserError && !passing.includes(error.code)) {
          const state = error.code === 'model-unreachable' ? 'unreachable' : 'failed'
          failures.set(id, { state, reason: error.message, at: Date.now() })
        }
        throw error
      }
    },
  }
}

export function createOpener<Model extends OpenModel>({
  host,
  folders,
  modelCache,
  loaded,
  installations,
  mayFetch,
  check,
}: Parts<Model>): Opener<Model> {
  const opening = new Map<string, SharedTask<Model, InstallProgress>>()
  const installing = rememberFailures(['cancelled', 'model-busy', 'model-not-ready'])
  const loading = rememberFailures(['cancelled', 'memory-full', 'engine-lost'])

  const isReady = ({ id, source }: ModelEntry) => source.kind === 'built-in' || modelCache.ready().has(id)

  async function install(entry: ModelEntry, { onProgress, signal, acceptsTerms = false }: InstallOptions) {
    if (isReady(entry)) return
    if (!mayFetch) {
      throw new UserError(
        'model-not-ready',
        `${entry.title} is not on this server; whoever runs it can fetch it with "nucleus models get ` +
          `${entry.id}".`,
      )
    }
    checkTerms(entry, acceptsTerms)
    const report = (status: InstallStatus) =>
      onProgress?.(status.state === 'queued' ? { loaded: 0, total: 0 } : status.progress)
    await installing.remember(entry.id, async () => {
      loaded.checkFits(entry.title, graphBytes(entry, folders))
      await installations.start(entry).wait({ onProgress: report, ...(signal && { signal }) })
    })
  }

  const openReady = (entry: ModelEntry): Promise<Model> =>
    loading.remember(entry.id, async () => {
      const manifest = modelCache.ready().get(entry.id)
      if (manifest && !existsSync(folderOf(entry, folders))) {
        throw new UserError(
          'model-broken',
          `The folder of ${entry.id} is gone; put it back, or remove the model ("nucleus models ` +
            `remove ${entry.id}") and add it again.`,
        )
      }
      const damage = manifest && (await damageOf(entry, manifest.files, folders))
      if (damage !== undefined) {
        throw new UserError(
          'model-broken',
          `${entry.title} is damaged on disk: it needs ${damage}; remove it ("nucleus models remove ` +
            `${entry.id}"), then fetch or add it again.`,
        )
      }
      const tried = await retry(entry)
      const bytes = graphBytes(tried, folders, manifest)
      return loaded.open({ entry: tried, bytes, open: () => host.open(tried, folders) })
    })

  /** The model as it was just installed; or tried once more, where it was tried by other kernels or never. */
  async function retry(entry: ModelEntry): Promise<ModelEntry> {
    const manifest = modelCache.ready().get(entry.id)
    if (!manifest) return entry
    if (manifest.triedOn === kernels()) return { ...entry, ...measuredOf(manifest.entry) }
    const facts = await check(entry, folderOf(entry, folders))
    await rewriteManifest(readyFolder(folders, entry.id), manifest, { ...manifest.entry, ...facts })
    modelCache.refresh()
    return { ...entry, ...facts }
  }

  function start(entry: ModelEntry): SharedTask<Model, InstallProgress> {
    const task: SharedTask<Model, InstallProgress> = shareTask(
      { loaded: 0, total: 0 } as InstallProgress,
      async (signal, onProgress) => {
        await install(entry, { signal, onProgress })
        return openReady(entry)
      },
      () => {
        if (opening.get(entry.id) === task) opening.delete(entry.id)
      },
    )
    opening.set(entry.id, task)
    return task
  }

  return {
    async open(entry, options) {
      const present = loaded.get(entry.id)
      if (present) return present.model
      const current = opening.get(entry.id)
      return (current && !current.isAborted ? current : start(entry)).wait(options)
    },
    install,
    isOpening: (id) => opening.has(id),
    failureOf(entry) {
      const [opened, fetched] = [loading.get(entry.id), installing.get(entry.id)]
      // The disk is read only where something failed.
      return (opened ?? fetched) && (isReady(entry) ? opened : fetched)
    },
    isKnown: (id) =>
      installing.get(id) !== undefined ||
      loading.get(id) !== undefined ||
      opening.has(id) ||
      loaded.peek(id) !== undefined ||
      installations.current(id) !== undefined,
    forget(id) {
      installing.forget(id)
      loading.forget(id)
    },
  }
}

/** What the trial measured and opening needs. */
const measuredOf = ({ rowByRow = false, leastRows = 1, lanesIndependent, contextLength }: ModelEntry) => ({
  rowByRow,
  leastRows,
  lanesIndependent,
  contextLength,
})
