import type { Engine } from '../../engine/engine.ts'
import type { ModelLibrary } from '../../models/library.ts'

/** What the web layer is given; it makes nothing itself. */
export interface Dependencies {
  /** Folder that holds `views` and `public`. */
  readonly root: string
  /** Folder of experiment results: what the gallery shows. */
  readonly results: string
  readonly library: ModelLibrary<unknown>
  readonly engine: Engine
  /** Origins of other sites whose pages may read the API; none where it is absent. */
  readonly origins?: readonly string[]
}
