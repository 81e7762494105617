import type { RunsCost } from '../../runs/run/cost.ts'
import type { Tally } from '../compare/blind/votes.ts'

/** A QR code as the path of its dark squares. */
export interface Code {
  /** Squares along a side, the quiet border included. */
  readonly size: number
  readonly path: string
}

/** An address with its code; a very long one has none. */
export interface CodedAddress {
  readonly url: string
  readonly code?: Code
}

export interface ClassProps {
  /** What students open; absent where nobody but this computer can. */
  readonly start: CodedAddress | undefined
  /** Other names and addresses of the server. */
  readonly others: readonly string[]
  /** What students are asked for once. */
  readonly token: string | undefined
  readonly students: string
  /** The comparison's link, as it was pasted; empty for the story's. */
  readonly link: string
  /** Its lanes and prompt. */
  readonly comparison: { readonly prompt: string; readonly lanes: readonly string[]; readonly path: string }
  readonly blind: { readonly path: string; readonly place: CodedAddress | undefined }
  readonly cost: RunsCost | undefined
  /** What is wrong with the number or the link. */
  readonly problem: string
  readonly tallies: readonly Tally[]
}
