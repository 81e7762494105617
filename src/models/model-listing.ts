import type { Dtype, ModelEntry } from './catalogue/catalogue.ts'
import type { InstallStatus } from './install/installer.ts'

/** What server, terminal and pages know of a model. Types alone: the browser's code has them too. */

/** The last attempt to fetch or open a model, gone wrong. */
export interface Failure {
  /** `unreachable`: the hub, not the model, is at fault. */
  readonly state: 'unreachable' | 'failed'
  readonly reason: string
  /** When, in milliseconds since 1970. */
  readonly at: number
}

/** A model file that can be fetched. */
export interface Offer {
  readonly dtype: Dtype
  /** Bytes a download would fetch, as its hub listed them or, `isEstimate`, from the number of parameters. */
  readonly bytes?: number
  readonly isEstimate?: boolean
  /** The Python packages that convert it, fetched once. */
  readonly converter?: { readonly bytes: number; readonly unpackedBytes: number }
}

/** The state of a model. */
export type ModelState =
  | { readonly state: 'built-in' | 'downloaded' | 'available' | 'loading' }
  | {
      readonly state: 'loaded'
      /** How much the process grew when it was opened, in bytes. */
      readonly memoryBytes: number
      /** Runs that hold it at the moment. */
      readonly uses: number
    }
  | {
      /** Another process fetches it. */
      readonly state: 'busy'
      /** That process's id. */
      readonly holder: number
    }
  | InstallStatus
  | Failure

export type ModelListing = ModelEntry &
  ModelState & {
    /** Bytes it takes on disk; 0 where it is not there. */
    readonly diskBytes: number
    /** Those of them in the cache: neither built in nor in a folder that was only linked. */
    readonly cacheBytes: number
    /** Bytes of a broken-off download that the next one goes on from. */
    readonly keptBytes: number
    /** Whether a person can take it off this computer. */
    readonly isRemovable: boolean
    /** Whether its files are a folder of the person's own, which removing leaves alone. */
    readonly isLinked: boolean
    /**
     * What can be fetched: every dtype on offer, the default one first; empty for what is built in or added.
     */
    readonly offers: readonly Offer[]
  }

/** What the models take. */
export interface LibraryUsage {
  /** Bytes of everything fetched, converted or copied. */
  readonly diskBytes: number
  /**
   * What the models in memory take, measured when they were opened and of their process; how much they may;
   * in bytes.
   */
  readonly memoryBytes: number
  readonly memoryLimit: number
  /** Memory of this process and of the one that models run in, in bytes. */
  readonly processBytes: number
}
