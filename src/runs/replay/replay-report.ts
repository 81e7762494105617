import type { Environment } from '../../models/environment.ts'

/** Whether a recorded run came out the same, token by token. */
export interface Replay {
  readonly isSame: boolean
  /** Texts and tokens recorded. */
  readonly texts: number
  readonly tokens: number
  /** The first token that differs; null where none does. */
  readonly difference: Difference | null
  /** What has changed since the recording, a sentence each: why tokens may differ. */
  readonly changes: readonly string[]
  readonly environment: Environment
}

/**
 * Lane, sample and step count from 0; `branch` is the place in the file's list, null for a text of the run
 * itself.
 */
export interface Difference {
  readonly lane: number
  readonly sample: number
  readonly branch: number | null
  readonly step: number
  /** Null where the text had ended; the token of `replayed` where the recorded words alone are others. */
  readonly recorded: number | null
  readonly replayed: { readonly token: number; readonly text: string } | null
}

/** What was recorded where a text differs, by its number. */
export const recordedWords = ({ recorded, replayed }: Difference): string => {
  if (recorded === null) return 'the end of the text'
  return `token ${recorded}${recorded === replayed?.token ? ' with other words' : ''}`
}
