import { count } from '../../words.ts'

/** The reply of the API and of `match --json`. */
export interface MatchResult {
  readonly model: string
  readonly like: string
  /** The lane with the value that was found; as near as any value comes where no width is equal. */
  readonly lane: string
  readonly step: string
  readonly parameter: string
  readonly value: number
  /** Whether the widths differ by no more than a hundredth. */
  readonly isEqual: boolean
  /** Tokens kept, mean over the text's tokens. */
  readonly width: { readonly like: number; readonly lane: number }
  /** Tokens of the text that were counted. */
  readonly tokens: number
  /** Values tried. */
  readonly tries: number
  readonly seed: number
}

/** A mean number of tokens, in four digits. */
export const widthText = (width: number): string => count(Number(width.toPrecision(4)))
