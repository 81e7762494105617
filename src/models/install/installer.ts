import type { ModelEntry } from '../catalogue/catalogue.ts'

/** How far an installation has come, in bytes; `total` is 0 while it is unknown. */
export interface InstallProgress {
  readonly loaded: number
  readonly total: number
  /** Bytes that came over the network in this attempt; what an earlier one left is in `loaded` alone. */
  readonly fetched?: number
  /** What is being done, where it is not a download: "converting". */
  readonly stage?: string
}

/** How far an installation is. */
export type InstallStatus =
  | { readonly state: 'queued'; readonly ahead: number }
  | {
      readonly state: 'downloading'
      readonly progress: InstallProgress
      /** Bytes a second over the last few seconds; absent before there is something to measure. */
      readonly rate?: number
    }

export interface InstallRequest {
  readonly entry: ModelEntry
  /**
   * Where the files go, in the layout of transformers.js. It exists; what an earlier attempt left is still in
   * it, to be gone on from or thrown away. The caller keeps two installations apart, moves the folder into
   * place when the installer has returned, and empties it when it has failed with `disk-full` or
   * `download-broken`.
   */
  readonly folder: string
  readonly onProgress: (progress: InstallProgress) => void
  readonly signal: AbortSignal
}

/**
 * Fetches or makes the files of a model: one a kind of source. A new kind is one line of `sources.ts`.
 * @throws UserError with a sentence for a person; the signal's reason when aborted
 */
export type Installer = (request: InstallRequest) => Promise<void>

/**
 * Sources whose files come from elsewhere; what is built in or was added as a local folder lies there
 * already.
 */
export type Installers = Readonly<Partial<Record<ModelEntry['source']['kind'], Installer>>>

interface ConvertRequest extends Pick<InstallRequest, 'folder' | 'onProgress' | 'signal'> {
  /** The file to convert, an absolute path. */
  readonly file: string
  /** Weight format to convert to; the converter's own choice where absent. */
  readonly dtype?: string
}

/**
 * Makes a folder in the layout of transformers.js out of one file.
 * @throws UserError `model-unsupported` saying precisely what it cannot take
 */
export type Converter = (request: ConvertRequest) => Promise<void>

/** What `models add` takes besides folders, by the file's ending: ".gguf". */
export type Converters = Readonly<Record<string, Converter>>
