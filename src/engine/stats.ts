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
  residentBytes: 0,
  restarts: 0,
}
