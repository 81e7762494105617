import type { LanguageModel } from '../decoding/model.ts'
import { UserError } from '../errors.ts'
import type { Catalogue, ModelEntry } from './catalogue/catalogue.ts'
import { createDirectory } from './catalogue/directory.ts'
import { fingerprintOf, runtimeOf } from './catalogue/environment.ts'
import type { ModelFolders } from './catalogue/folders.ts'
import { modelListing } from './catalogue/listing.ts'
import { heldIn, openModelCache } from './catalogue/manifest.ts'
import { checkTerms } from './catalogue/terms.ts'
import type { Environment } from './environment.ts'
import type { ModelHost, OpenModel } from './host.ts'
import { type AddOptions, addModel } from './install/add.ts'
import { type HubRepository, hubEntry, idOfRepository, lookUpRepository } from './install/hub-repository.ts'
import { createInstallations } from './install/installations.ts'
import type { Converters, Installers, InstallProgress } from './install/installer.ts'
import { removeModel } from './install/remove.ts'
import * as sources from './install/sources.ts'
import { localHost } from './local-host.ts'
import type { LibraryUsage, ModelListing } from './model-listing.ts'
import { trimTexts } from './runtime/kept-texts.ts'
import { createLoadedModels } from './runtime/loaded.ts'
import { createOpener, type InstallOptions } from './runtime/opener.ts'
import type { Recast } from './runtime/recast/recast.ts'
import type { WaitOptions } from './system/shared-task.ts'

/** Opens one model with its weights in another number format; undefined where that cannot be. */
export type OpenRecast = (to: Recast) => Promise<(LanguageModel & OpenModel) | undefined>

/** What `NUCLEUS_MEMORY` is for, in bytes. */
export interface ModelMemory {
  readonly limit: number
  /** What the models in memory are counted with. */
  readonly models: number
}

/** A model in use. */
export interface Loan<Model = LanguageModel> {
  /** Id of the entry it was opened from. */
  readonly id: string
  readonly model: Model
  giveBack(): void
}

/** Loads models when they are first asked for, once, and lists the state of each one. */
export interface ModelLibrary<Model = LanguageModel> {
  readonly defaultId: string
  /** What newcomers are offered beside the default one; undefined for nothing. */
  readonly secondId?: string | undefined
  list(): ModelListing[]
  /**
   * A model, or the export of it in a dtype.
   * @throws UserError `unknown-model` or `unknown-dtype`, naming those there are
   */
  find(id: string, dtype?: string): ModelEntry
  usage(): LibraryUsage
  memory(): ModelMemory
  /**
   * Closes models that nobody uses, the least recently used first, until so many bytes are free or none is
   * left.
   */
  makeRoom(bytes: number): Promise<ModelMemory>
  /** Lets go of what models of this process keep of texts, until it takes no more than `most` bytes. */
  trimTexts(most: number): void
  /**
   * The default model where no id is given; fetched first where it has to be. `id@dtype` names another
   * export.
   * @throws UserError `unknown-model`, or what loading throws; a failure leaves loaded models working and can
   * be retried
   */
  load(id?: string, options?: WaitOptions<InstallProgress>): Promise<Model>
  /**
   * Opens a model that is on this computer with its weights in another number format, beside what is in
   * memory and not counted with it; whoever asked releases it.
   * @returns undefined where its file cannot be recast, or models are opened in another process
   */
  openRecast(id: string, to: Recast): Promise<(Model & OpenModel) | undefined>
  /** As `load`; until it is given back the model stays in memory and cannot be removed. */
  borrow(id?: string, options?: WaitOptions<InstallProgress>): Promise<Loan<Model>>
  /**
   * What computes here, with these models' files: what a run's record keeps.
   * @throws UserError `unknown-model`
   */
  environment(ids: readonly string[]): Promise<Environment>
  /** Fetches a model without opening it; resolves when it is ready. */
  install(id: string, options?: InstallOptions): Promise<void>
  /**
   * Whether `install` may go on, as far as the model's terms go.
   * @throws UserError `terms-not-accepted`
   */
  checkTerms(id: string, isAccepted: boolean): void
  /**
   * Ends a model's download for everybody who waits for it; what arrived is kept.
   * @returns whether there was one
   */
  cancel(id: string): boolean
  /**
   * Takes a model, or what a broken-off download left of it, off this computer.
   * @throws UserError `model-in-use`, `model-busy`, `model-built-in`, `unknown-model`
   */
  remove(id: string): Promise<void>
  /** Puts a person's own folder or file on the list. @throws UserError saying what it cannot take */
  add(path: string, options?: AddOptions): Promise<ModelListing>
  /**
   * Reads a repository of the hub as a model that can be fetched, and puts it on the list; nothing is fetched
   * yet. A repository that is on the list already is that model.
   * @throws UserError saying what it cannot take
   */
  lookUp(repository: string, signal?: AbortSignal): Promise<ModelListing>
  /** As `lookUp`, without the list: the hub's facts. */
  readRepository(repository: string, signal: AbortSignal): Promise<HubRepository>
  /** What `models.json` offers. */
  listed(): readonly ModelEntry[]
  release(): Promise<void>
}

export interface LibrarySettings {
  readonly installers?: Installers
  readonly converters?: Converters
  /** Version of this program. */
  readonly program?: string
  /** Bytes that models in memory may take together. */
  readonly memoryLimit?: number
  /**
   * Whether a model that is asked for and not on this computer is fetched; else only `add` puts one there.
   */
  readonly mayFetch?: boolean
}

/** Models that are opened in this process. */
export const createModelLibrary = (
  catalogue: Catalogue,
  folders: ModelFolders,
  settings: LibrarySettings = {},
): ModelLibrary => createHostedLibrary(localHost, catalogue, folders, settings)

/** Models that are opened where `host` opens them. */
export function createHostedLibrary<Model extends OpenModel>(
  host: ModelHost<Model>,
  catalogue: Catalogue,
  folders: ModelFolders,
  {
    installers = sources.installers(folders),
    converters = sources.converters(folders),
    memoryLimit = Number.POSITIVE_INFINITY,
    program = 'unknown',
    mayFetch = true,
  }: LibrarySettings = {},
): ModelLibrary<Model> {
  const modelCache = openModelCache(folders)
  const directory = createDirectory(catalogue, modelCache)
  const loaded = createLoadedModels<Model>(memoryLimit, host.heldBytes)
  const check = (entry: ModelEntry, folder: string) => loaded.inTurn(() => host.check(entry, folder))
  const installations = createInstallations({ folders, installers, check })
  const opener = createOpener({ host, folders, modelCache, loaded, installations, check, mayFetch })
  const parts = { folders, modelCache, loaded, installations, opener }
  const listing = (entry: ModelEntry, held = heldIn(modelCache)) => modelListing(entry, { ...parts, held })
  const list = () => {
    const held = heldIn(modelCache)
    return directory.list(held, opener.isKnown).map((entry) => listing(entry, held))
  }

  return {
    defaultId: catalogue.default,
    secondId: catalogue.second,
    list,
    find: directory.find,
    usage: () => ({
      diskBytes: list().reduce((sum, { cacheBytes, keptBytes }) => sum + cacheBytes + keptBytes, 0),
      memoryBytes: loaded.total(),
      memoryLimit,
      processBytes: process.memoryUsage.rss() + host.residentBytes(),
    }),
    memory: () => ({ limit: memoryLimit, models: loaded.total() }),
    makeRoom: async (bytes) => ({ limit: memoryLimit, models: await loaded.free(bytes) }),
    trimTexts: (most) => trimTexts(loaded.models(), most),
    load: async (id = catalogue.default, options = {}) => opener.open(directory.find(id), options),
    openRecast: async (id, to) => host.openRecast?.(directory.find(id), folders, to),
    async borrow(id = catalogue.default, options = {}) {
      const entry = directory.find(id)
      const giveBack = loaded.pin(entry.id)
      try {
        return { id: entry.id, model: await opener.open(entry, options), giveBack }
      } catch (error) {
        giveBack()
        throw error
      }
    },
    async environment(ids) {
      const models = []
      for (const id of new Set(ids)) models.push(await fingerprintOf(directory.find(id), folders))
      return { ...runtimeOf(program), models }
    },
    install: async (id, options = {}) => opener.install(directory.find(id), options),
    checkTerms(id, isAccepted) {
      const entry = directory.find(id)
      if (!modelCache.ready().has(entry.id)) checkTerms(entry, isAccepted)
    },
    cancel(id) {
      const entry = directory.find(id)
      const task = installations.current(entry.id)
      task?.cancel(
        new UserError(
          'cancelled',
          `The download of ${entry.title} was cancelled; what arrived is kept, and removing the ` +
            'model deletes it.',
        ),
      )
      return task !== undefined
    },
    remove: async (id) => removeModel(directory.find(id), parts),
    async add(path, options = {}) {
      const isTaken = (id: string) => directory.has(id) || modelCache.ready().has(id)
      return listing(await addModel(path, options, { folders, converters, check, isTaken }))
    },
    async lookUp(repository, signal = new AbortController().signal) {
      const present = list().find(
        ({ source }) => source.kind === 'hub' && source.repository.toLowerCase() === repository.toLowerCase(),
      )
      if (present) return present
      const found = await lookUpRepository(repository, fetch, signal)
      const entry = hubEntry(idOfRepository(found.repository, directory.has), found)
      directory.remember(entry)
      return listing(entry)
    },
    readRepository: (repository, signal) => lookUpRepository(repository, fetch, signal),
    listed: () => catalogue.models,
    release: () => loaded.closeAll(),
  }
}
