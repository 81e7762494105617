import { hubInstaller } from './from-hub.ts'
import type { Converters, Installers } from './install.ts'

/** Where models come from: one line a kind of source. */
export const installers: Installers = {
  hub: hubInstaller(),
}

/** Files that can be turned into a model: one line an ending. */
export const converters: Converters = {}
