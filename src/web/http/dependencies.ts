import type { Logger } from 'pino'
import type { Engine } from '../../engine/engine.ts'
import type { ModelLibrary } from '../../models/library.ts'
import type { Refusals } from './refusals.ts'
import type { Site } from './site.ts'

/** What the web layer is given; it makes nothing itself. */
export interface Dependencies {
  /** Folder that holds `views` and `public`. */
  readonly root: string
  /** Folder of experiment results: what the gallery shows. */
  readonly results: string
  readonly library: ModelLibrary<unknown>
  readonly engine: Engine
  /** The program's version, as its API's description has it. */
  readonly version?: string
  /** Who may use the server, and for what; by default whoever is at this computer, for everything. */
  readonly site?: Site
  /** Where every request is logged; by default failures only are. */
  readonly log?: Logger
  readonly logsPrompts?: boolean
  /** What was refused before it came here. */
  readonly refusals?: Refusals
  /** Whether the server takes no work any more. */
  readonly isStopping?: () => boolean
}
