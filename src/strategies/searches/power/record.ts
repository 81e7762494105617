/** An end of a text that power sampling wrote anew. */
export interface PowerMove {
  /** Tokens the text could have when it was tried. */
  readonly limit: number
  /** Index of the first token that was written anew. */
  readonly at: number
  /** The end of the text before, from there. */
  readonly before: readonly number[]
  /** What was proposed in its place. */
  readonly after: readonly number[]
  /** Natural log of the acceptance ratio; 0 or more is always accepted. */
  readonly logRatio: number
  readonly isAccepted: boolean
}

/** The record of power sampling: `DecoderOutput.search` of its lane. */
export interface PowerRecord {
  readonly kind: 'power'
  /** In the order they were tried. */
  readonly moves: readonly PowerMove[]
}

export const isPowerRecord = (search: unknown): search is PowerRecord =>
  typeof search === 'object' && search !== null && 'kind' in search && search.kind === 'power'
