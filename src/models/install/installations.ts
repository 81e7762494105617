import { rmdir } from 'node:fs/promises'
import { UserError } from '../../errors.ts'
import { makeFolder } from '../../make-folder.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import { type ModelFolders, partialFolder, readyFolder, wasteFolder } from '../catalogue/folders.ts'
import { writeManifest } from '../catalogue/manifest.ts'
import { discard, explainDisk, publish } from '../system/durable.ts'
import { lockFolder } from '../system/lock.ts'
import { createMutex } from '../system/mutex.ts'
import { type SharedTask, shareTask } from '../system/shared-task.ts'
import type { Installers, InstallProgress, InstallStatus } from './installer.ts'
import { createRate } from './rate.ts'
import type { ModelFacts } from './trial/trial.ts'

export interface Installations {
  /** Joins the one under way, or starts one; it ends when nobody waits for it any more. */
  start(entry: ModelEntry): SharedTask<void, InstallStatus>
  current(id: string): SharedTask<void, InstallStatus> | undefined
}

export interface InstallationSettings {
  readonly folders: ModelFolders
  readonly installers: Installers
  /** Opens what was installed, before it counts as ready. */
  readonly check: (entry: ModelEntry, folder: string) => Promise<ModelFacts>
}

/**
 * After these nothing is worth keeping; after any other failure the next attempt goes on from what arrived.
 */
const HOPELESS: ReadonlySet<string> = new Set([
  'disk-full',
  'model-broken',
  'model-denied',
  'model-missing',
  'model-unsupported',
])

/**
 * Installs models one at a time. A model is ready or not there: its folder is moved into place when it is
 * whole.
 */
export function createInstallations({ folders, installers, check }: InstallationSettings): Installations {
  const going = new Map<string, SharedTask<void, InstallStatus>>()
  const mutex = createMutex()

  async function install(
    entry: ModelEntry,
    signal: AbortSignal,
    report: (status: InstallStatus) => void,
  ): Promise<void> {
    const installer = installers[entry.source.kind]
    if (!installer)
      throw new UserError('model-broken', `The files of ${entry.title} are gone; add it again or remove it.`)
    const folder = partialFolder(folders, entry.id)
    const measure = createRate()
    let latest: InstallProgress = { loaded: 0, total: 0 }
    const onProgress = (progress: InstallProgress) => {
      latest = progress
      const rate = progress.fetched === undefined ? undefined : measure(progress.fetched, performance.now())
      report({ state: 'downloading', progress, ...(rate !== undefined && { rate }) })
    }
    onProgress({ loaded: 0, total: 0 })
    makeFolder(folder)
    const unlock = lockFolder(folder, entry.title)
    try {
      await installer({ entry, folder, onProgress, signal })
      signal.throwIfAborted()
      onProgress({ ...latest, stage: 'trying' })
      await writeManifest(folder, { ...entry, ...(await check(entry, folder)) })
      await publish(folder, readyFolder(folders, entry.id), wasteFolder(folders))
    } catch (error) {
      if (error instanceof UserError && HOPELESS.has(error.code)) await discard(folder, wasteFolder(folders))
      // Where nothing has arrived yet, nothing stays.
      await rmdir(folder).catch(() => undefined)
      throw error
    } finally {
      unlock()
    }
  }

  return {
    current(id) {
      const task = going.get(id)
      return task?.isAborted ? undefined : task
    },
    start(entry) {
      const present = going.get(entry.id)
      // One that was given up still holds its turn; the new one waits behind it.
      if (present && !present.isAborted) return present
      const task: SharedTask<void, InstallStatus> = shareTask<void, InstallStatus>(
        { state: 'queued', ahead: 0 },
        (signal, report) => {
          const work = () => install(entry, signal, report).catch(fail)
          return mutex.take(work, { onWait: (ahead) => report({ state: 'queued', ahead }), signal })
        },
        () => {
          if (going.get(entry.id) === task) going.delete(entry.id)
        },
      )
      going.set(entry.id, task)
      return task

      async function fail(error: unknown): Promise<never> {
        const reason = explainDisk(error, entry.title, folders.cache)
        if (reason !== error)
          await discard(partialFolder(folders, entry.id), wasteFolder(folders)).catch(() => undefined)
        throw reason
      }
    },
  }
}
