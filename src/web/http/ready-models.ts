import type { ModelListing } from '../../models/model-listing.ts'
import type { Dependencies } from './dependencies.ts'

/** Models that answer without a download. */
export const readyModels = (library: Pick<Dependencies['library'], 'list'>): ModelListing[] =>
  library.list().filter(isReady)

/** What failed to open is still here: whoever asks for it learns why. */
const isReady = ({ state, diskBytes }: ModelListing): boolean =>
  ['loaded', 'loading', 'built-in', 'downloaded'].includes(state) || (state === 'failed' && diskBytes > 0)
