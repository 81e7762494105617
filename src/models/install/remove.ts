import { UserError } from '../../errors.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import { type ModelFolders, partialFolder, readyFolder, wasteFolder } from '../catalogue/folders.ts'
import type { OpenModel } from '../host.ts'
import type { LoadedModels } from '../runtime/loaded.ts'
import type { Opener } from '../runtime/opener.ts'
import { discard } from '../system/durable.ts'
import { checkFree } from '../system/lock.ts'
import type { Installations } from './installations.ts'

interface Parts {
  readonly folders: ModelFolders
  readonly loaded: LoadedModels<OpenModel>
  readonly installations: Installations
  readonly opener: Opener<OpenModel>
}

/**
 * Closes a model and takes its files off this computer, in one step; a linked folder stays its owner's.
 * @throws UserError `model-built-in`, `model-in-use`, or `model-busy` where another process fetches it
 */
export async function removeModel(
  { id, title, source }: ModelEntry,
  { folders, loaded, installations, opener }: Parts,
): Promise<void> {
  if (source.kind === 'built-in') {
    throw new UserError('model-built-in', `${title} is built in; it belongs to the program and stays.`)
  }
  if (loaded.uses(id) > 0) {
    throw new UserError('model-in-use', `${title} is in use; stop its runs first.`)
  }
  checkFree(partialFolder(folders, id), title)
  const task = installations.current(id)
  task?.cancel(new UserError('cancelled', `${title} was removed while it was being fetched.`))
  await task?.wait().catch(() => undefined)
  await loaded.close(id)
  opener.forget(id)
  await discard(readyFolder(folders, id), wasteFolder(folders))
  await discard(partialFolder(folders, id), wasteFolder(folders))
}
