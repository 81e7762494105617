import type { LibraryUsage, ModelListing } from '../../models/model-listing.ts'
import type { Action, Wishes } from '../ui/use-models.ts'

/** In JSON no limit is `"Infinity"`. */
export type Usage = Omit<LibraryUsage, 'memoryLimit'> & { readonly memoryLimit: number | string }

export interface ModelsProps {
  readonly models: readonly ModelListing[]
  readonly usage: Usage
  readonly defaultId: string
  /** Id of the model whose removal waits for a yes; empty for none. */
  readonly asked: string
  /** When the list was made, in milliseconds since 1970. */
  readonly now: number
  /** Whether models are fetched and removed here; else by whoever runs the server. */
  readonly isManaged: boolean
}

/** One row: a model, and what can be done with it. */
export interface RowProps {
  readonly model: ModelListing
  readonly isDefault: boolean
  /** Whether its removal waits for a yes. */
  readonly isAsked: boolean
  readonly isManaged: boolean
  readonly now: number
  /** Dtypes on offer besides its own that are not on the list. */
  readonly others: ModelListing['offers']
  readonly onPress: (id: string, action: Action, wishes: Wishes) => void
  /** Asks before removing a model, or takes the question back. */
  readonly onAsk: (id: string, isAsked: boolean) => void
}
