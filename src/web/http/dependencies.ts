import type { ModelLibrary } from '../../models/library.ts'
import type { Runner } from '../../runs/run/runner.ts'

/** What the web layer is given; it makes nothing itself. */
export interface Dependencies {
  /** Folder that holds `views` and `public`. */
  readonly root: string
  /** Folder of experiment results: what the gallery shows. */
  readonly results: string
  readonly library: ModelLibrary
  readonly runner: Runner
}
