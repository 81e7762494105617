/** What a run takes when many people start it at once. */
export interface RunsCost {
  readonly model: string
  /** Rows that one of the runs keeps going, by its plan. */
  readonly rows: number
  readonly maxTokens: number
  /** What all runs are counted with, and how that comes about, in words. */
  readonly memory: { readonly total: string; readonly sum: string }
  /** Bytes that there are for all runs together. */
  readonly left: number
  /** Runs that fit at the same time; the others wait in line. */
  readonly atOnce: number
  /**
   * Seconds that one run takes alone, and all of them together: estimates from the steps that this model has
   * made since the program started; bounds where those steps were all of one size. Absent before it has made
   * enough.
   */
  readonly seconds?: { readonly alone: number; readonly together: number; readonly isBound: boolean }
}
