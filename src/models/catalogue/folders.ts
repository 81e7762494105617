import { join } from 'node:path'
import type { ModelEntry } from './catalogue.ts'

export interface ModelFolders {
  /** Built-in models, one folder each. */
  readonly builtIn: string
  /** Everything fetched, converted or added. */
  readonly cache: string
}

/** Whole models, ready to be opened: what lies here was renamed into place when its last byte was safe. */
export const readyFolder = ({ cache }: ModelFolders, id = ''): string => join(cache, 'models', id)

/** Installations under way, and what broken-off ones left to go on from. */
export const partialFolder = ({ cache }: ModelFolders, id = ''): string => join(cache, 'partial', id)

/** What is being removed; anything found here can go. */
export const wasteFolder = ({ cache }: ModelFolders): string => join(cache, 'waste')

/** The folder a model is opened from. */
export function folderOf({ id, source }: ModelEntry, folders: ModelFolders): string {
  if (source.kind === 'built-in') return join(folders.builtIn, source.folder)
  if (source.kind === 'local' && source.folder !== undefined) return source.folder
  return readyFolder(folders, id)
}
