import type { CompletionRequest } from './completion-request.ts'
import type { SamplePiece } from './samples.ts'

/** How one of the two APIs writes texts. */
export interface ReplyShape {
  /** Of a reply's id. */
  readonly prefix: string
  readonly object: string
  readonly chunkObject: string
  /** A whole text. */
  choice(text: SamplePiece, request: CompletionRequest): object
  /** A stretch of one. @param isFirst whether it is the text's first */
  chunk(piece: SamplePiece, request: CompletionRequest, isFirst: boolean): object
}
