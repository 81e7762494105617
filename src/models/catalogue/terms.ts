import { UserError } from '../../errors.ts'
import type { ModelEntry } from './catalogue.ts'

/**
 * Some models may be fetched only by who has accepted their terms.
 * @throws UserError `terms-not-accepted` naming them, and where they are accepted
 */
export function checkTerms({ id, title, terms }: ModelEntry, isAccepted: boolean): void {
  if (!terms || isAccepted) return
  throw new UserError(
    'terms-not-accepted',
    `${title} comes under the ${terms.title} (${terms.url}), which have to be accepted first: on the ` +
      `page Models, with "nucleus models get ${id} --accept-terms", or with "accept": true over HTTP.`,
  )
}
