import type { ModelListing } from '../models/model-listing.ts'
import { count, sizeText } from '../words.ts'

type Rows = Pick<ModelListing, 'title' | 'dtype' | 'lanesIndependent' | 'rowByRow'>

/** How a model keeps its lanes independent, where that costs something or is not known. */
export function lanesNote({ title, dtype, lanesIndependent, rowByRow }: Rows): string | undefined {
  if (rowByRow) {
    return (
      `${title} (${dtype}) runs its lanes one at a time: in one batch they would change each other. ` +
      'Two take twice as long.'
    )
  }
  return lanesIndependent
    ? undefined
    : `Whether lanes of ${title} (${dtype}) are independent is measured when it is fetched.`
}

/** The same as a word of a table. */
export const lanesWord = ({ lanesIndependent, rowByRow }: Rows): string =>
  rowByRow ? 'one lane at a time' : lanesIndependent ? 'lanes together' : 'lanes not measured'

/** What a repository of the hub offers: licence, architecture, context, and the size of each dtype. */
export function repositoryWords({
  id,
  source,
  architecture,
  licence,
  contextLength,
  offers,
}: ModelListing): string {
  const name = source.kind === 'hub' ? source.repository : id
  const sizes = offers.map(({ dtype, bytes }) => `${dtype}${bytes ? ` ${sizeText(bytes)}` : ''}`).join(', ')
  return (
    `${name}: ${architecture}, licence ${licence}, ${count(contextLength)} tokens of context; on offer ` +
    `${sizes}; as ${id}.`
  )
}
