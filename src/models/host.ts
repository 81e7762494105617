import type { ModelEntry } from './catalogue/catalogue.ts'
import type { ModelFolders } from './catalogue/folders.ts'
import type { ModelFacts } from './install/trial/trial.ts'
import type { KeptTexts } from './runtime/kept-texts.ts'
import type { Recast } from './runtime/recast/recast.ts'

/** A model in memory, wherever that is. */
export interface OpenModel {
  /** Whether what held it is gone: it has to be opened again. */
  readonly isLost?: boolean
  /** What it keeps of texts that were read, where it is open in this process. */
  readonly keptTexts?: Pick<KeptTexts, 'bytes' | 'trim'>
  release(): Promise<void>
}

/** Where models are opened: in this process, or in the engine's. */
export interface ModelHost<Model extends OpenModel> {
  /**
   * @returns the model, and how many bytes the process grew while it was opened, 0 where that is not known;
   * @throws UserError `model-broken`
   */
  open(entry: ModelEntry, folders: ModelFolders): Promise<{ readonly model: Model; readonly grownBy: number }>
  /**
   * Opens a model with its weights in another number format.
   * @returns undefined where its file cannot be recast
   */
  openRecast?(entry: ModelEntry, folders: ModelFolders, to: Recast): Promise<Model | undefined>
  /** Opens a folder as a model, tries it and lets it go. @throws UserError saying what it cannot take */
  check(entry: ModelEntry, folder: string): Promise<ModelFacts>
  /** Memory it takes besides this process, in bytes. */
  residentBytes(): number
  /** Memory of the process that holds the models, in bytes; 0 where that is not known yet. */
  heldBytes(): number
}
