/** What the engine does at the moment, and has done since it started. */
export interface EngineStats {
  /** Runs that have begun and not ended. */
  readonly runs: number
  /** Tasks under way: scores, inspections. */
  readonly tasks: number
  /** Runs that wait for memory, and bytes that are promised to the others. */
  readonly waiting: number
  readonly promisedBytes: number
  /** Forward passes since it started, and the rows of all of them together. */
  readonly forwards: number
  readonly rows: number
  /** Rows of the step that is going on; 0 where nothing is computed. */
  readonly stepRows: number
  /** Tokens of prompts since it started, and how many of them the prefix cache held already. */
  readonly promptTokens: number
  readonly cachedTokens: number
  /**
   * Keys and values of the texts at work and of those that are kept, in bytes; 0 where they are not counted.
   */
  readonly cacheBytes: number
  /** Memory of its own process, in bytes; 0 where it has none. */
  readonly residentBytes: number
  /** Its own process, where it has one. */
  readonly processId?: number | undefined
  /** Times that process was replaced. */
  readonly restarts: number
}

export const NO_STATS: EngineStats = {
  runs: 0,
  tasks: 0,
  waiting: 0,
  promisedBytes: 0,
  forwards: 0,
  rows: 0,
  stepRows: 0,
  promptTokens: 0,
  cachedTokens: 0,
  cacheBytes: 0,
  residentBytes: 0,
  restarts: 0,
}
