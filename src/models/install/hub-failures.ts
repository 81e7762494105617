import { UserError } from '../../errors.ts'
import { sizeText } from '../../words.ts'
import { dtypesOf, type ModelEntry } from '../catalogue/catalogue.ts'
import { HttpError } from './remote-file.ts'

export const repositoryOf = ({ source }: ModelEntry): string =>
  source.kind === 'hub' ? source.repository : ''

/** Whether the disk is at fault, and trying again would not help. */
export const isDisk = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')

export function missingFile(entry: ModelEntry, path: string): UserError {
  const others = dtypesOf(entry).filter((dtype) => dtype !== entry.dtype)
  const remedy = others.length > 0 ? ` Try another dtype: ${others.join(', ')}.` : ''
  return new UserError(
    'model-missing',
    `The hub has no ${path} in ${repositoryOf(entry)}, so ${entry.title} cannot be fetched.${remedy}`,
  )
}

/**
 * What the hub or the way to it did, in one sentence for a person.
 * @param loaded bytes of each file on disk
 */
export function explainHub(error: unknown, entry: ModelEntry, loaded: Iterable<number>): unknown {
  if (error instanceof UserError || isDisk(error)) return error
  const { title } = entry
  if (error instanceof HttpError) {
    if (!error.isOfStorage && (error.status === 401 || error.status === 403)) {
      return new UserError(
        'model-denied',
        `The hub does not let just anyone read ${repositoryOf(entry)} (status ${error.status}): it ` +
          'is gated, private or gone; set HF_TOKEN to a token that may read it.',
      )
    }
    if (error.isOfStorage) {
      return new UserError(
        'model-unreachable',
        `The hub's storage answered ${error.status} for ${title}; what arrived is kept, so trying ` +
          'again goes on from there.',
      )
    }
    return refusedBy(error, title)
  }
  const bytes = [...loaded].reduce((sum, one) => sum + one, 0)
  if (bytes > 0) {
    return new UserError(
      'model-unreachable',
      `The download of ${title} broke off at ${sizeText(bytes)}; what arrived is kept, so trying ` +
        'again goes on from there.',
    )
  }
  return new UserError(
    'model-unreachable',
    `${title} is not on this computer and the model hub cannot be reached; the built-in model works ` +
      'without it.',
  )
}

/** What the hub or the way to it did while a repository was looked up, in one sentence for a person. */
export function explainLookUp(error: unknown, repository: string): unknown {
  if (error instanceof UserError) return error
  if (!(error instanceof HttpError)) {
    return new UserError(
      'model-unreachable',
      `The model hub cannot be reached, so nothing is known of ${repository}; the built-in model ` +
        'works without it.',
    )
  }
  // The hub answers 401 for what does not exist, too.
  if (error.status === 401 || error.status === 403 || error.status === 404) {
    return new UserError(
      'model-missing',
      `The hub has no public repository ${repository} (status ${error.status}); check its name, or ` +
        'set HF_TOKEN where it is private.',
    )
  }
  return refusedBy(error, repository)
}

const refusedBy = ({ status }: HttpError, name: string): UserError =>
  new UserError(
    'model-unreachable',
    `The model hub answered ${status} for ${name}; try again later. The built-in model works without it.`,
  )
