import type { Download } from '../ui/download-text.ts'

/** A model of `GET /api/models`, as far as the page shows it. */
export interface Listing extends Download {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly parameters?: number | undefined
  readonly contextLength: number
  readonly dtype: string
  readonly weights: string
  readonly licence: string
  /** What has to be accepted before anything is fetched. */
  readonly terms?: { readonly title: string; readonly url: string } | undefined
  readonly state:
    | 'built-in'
    | 'downloaded'
    | 'available'
    | 'loading'
    | 'loaded'
    | 'queued'
    | 'downloading'
    | 'busy'
    | 'unreachable'
    | 'failed'
  readonly diskBytes: number
  /** Bytes of a broken-off download that the next one goes on from. */
  readonly keptBytes: number
  readonly isRemovable: boolean
  /** A folder that is not ours to delete. */
  readonly isLinked: boolean
  readonly offers: readonly {
    readonly dtype: string
    readonly bytes?: number | undefined
    readonly isEstimate?: boolean | undefined
  }[]
  /** Of a loaded model. */
  readonly memoryBytes?: number | undefined
  readonly uses?: number | undefined
  /** Downloads before a queued one. */
  readonly ahead?: number | undefined
  /** The other process that fetches it, where it is busy. */
  readonly holder?: number | undefined
  /** Why it is unreachable or failed, and when, in milliseconds since 1970. */
  readonly reason?: string | undefined
  readonly at?: number | undefined
}

/** What the models take, in bytes. */
export interface Usage {
  readonly diskBytes: number
  readonly memoryBytes: number
  /** `"Infinity"` in JSON where there is no limit. */
  readonly memoryLimit: number | string
  readonly processBytes: number
}

export interface ModelsProps {
  readonly models: readonly Listing[]
  readonly usage: Usage
  readonly defaultId: string
  /** Id of the model whose removal waits for a yes; empty for none. */
  readonly asked: string
  /** When the list was made, in milliseconds since 1970. */
  readonly now: number
  /** Whether models are fetched and removed here; else by whoever runs the server. */
  readonly isManaged: boolean
}

/** What a row's forms do. */
export type Action = 'download' | 'cancel' | 'remove'

/** What a person chose with a download. */
export interface Wishes {
  readonly dtype?: string
  /** Whether the model's terms are accepted. */
  readonly accept?: boolean
}

/** One row: a model, and what can be done with it. */
export interface RowProps {
  readonly model: Listing
  readonly isDefault: boolean
  /** Whether its removal waits for a yes. */
  readonly isAsked: boolean
  readonly isManaged: boolean
  readonly now: number
  /** Dtypes on offer besides its own that are not on the list. */
  readonly others: Listing['offers']
  readonly onPress: (id: string, action: Action, wishes: Wishes) => void
  /** Asks before removing a model, or takes the question back. */
  readonly onAsk: (id: string, isAsked: boolean) => void
}
