import type { ModelEntry } from '../../models/catalogue/catalogue.ts'
import type { ModelFolders } from '../../models/catalogue/folders.ts'
import type { InstallProgress } from '../../models/install/installer.ts'
import type { ModelFacts } from '../../models/install/trial/trial.ts'
import type { ModelMemory } from '../../models/library.ts'
import type { RunEvent } from '../../runs/run/events.ts'
import type { EngineStats } from '../stats.ts'
import type { TaskFacts } from '../task-facts.ts'
import type { modelTasks } from '../tasks.ts'
import type { PlainRun } from './plain-run.ts'

type ModelTaskName = keyof typeof modelTasks

/** A call without events. */
type Plain<Input, Result> = Telling<Input, never, Result>

interface Telling<Input, Event, Result> {
  readonly input: Input
  readonly event: Event
  readonly result: Result
}

/** What the engine's process does for the server's. */
export type EngineOffer = {
  readonly open: Plain<
    { readonly entry: ModelEntry; readonly folders: ModelFolders },
    { readonly grownBy: number }
  >
  readonly release: Plain<string, void>
  readonly check: Plain<{ readonly entry: ModelEntry; readonly folder: string }, ModelFacts>
  readonly start: Telling<{ readonly request: PlainRun; readonly client: string | undefined }, RunEvent, void>
  readonly runJson: Telling<
    { readonly request: PlainRun; readonly client: string | undefined },
    RunEvent,
    Uint8Array | undefined
  >
  readonly ask: Telling<Asked<ModelTaskName>, TaskFacts, unknown>
  readonly stats: Plain<undefined, EngineStats>
}

/** A task as it is sent. */
interface Asked<Name> {
  readonly name: Name
  readonly input: unknown
  /** Answer with the reply's JSON, not with the reply. */
  readonly asJson: boolean
  readonly client: string | undefined
}

/** What the server's process does for the engine's: models are installed, found and kept open there. */
export type ServerOffer = {
  readonly borrow: {
    readonly input: string | undefined
    readonly event: InstallProgress
    readonly result: { readonly loan: number; readonly id: string; readonly memory: ModelMemory }
  }
  readonly giveBack: Plain<number, void>
  readonly makeRoom: Plain<number, ModelMemory>
}
