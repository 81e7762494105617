import { UserError } from '../../errors.ts'
import type { ModelListing } from '../../models/model-listing.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { readyModels } from '../http/ready-models.ts'

/**
 * A model that is on this computer: a completion never starts a download.
 * @throws UserError `model-not-ready` or `unknown-model`, naming those there are
 */
export function readyModel(
  library: Pick<Dependencies['library'], 'list' | 'defaultId'>,
  id = library.defaultId,
): ModelListing {
  const models = readyModels(library)
  const found = models.find((model) => model.id === id)
  if (found) return found
  const ready = models.map((model) => model.id).join(', ')
  const isOffered = library.list().some((model) => model.id === id)
  if (!isOffered) {
    throw new UserError('unknown-model', `The model "${id}" does not exist here; ready are ${ready}.`)
  }
  throw new UserError(
    'model-not-ready',
    `The model "${id}" is not on this computer yet; fetch it on the page Models or with "models get ` +
      `${id}". Ready are ${ready}.`,
  )
}
