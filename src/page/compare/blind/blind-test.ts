/** A blind test that is open: which text is the most human? */
export interface BlindTest {
  /** Index of the chosen text on the ballot. */
  readonly chosen?: number
  readonly isRevealed: boolean
  /** What became of the vote, where it could not be counted. */
  readonly problem?: string
}

/** The parameter of a link that opens as a blind test. */
export const BLIND = 'blind'
