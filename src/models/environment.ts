/** A model's weights, named by what their files hold. */
export interface ModelFingerprint {
  readonly id: string
  readonly dtype: string
  /** Graph and weights; empty where they are not on this computer. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[]
}

/** What computes a run: where all of it is the same, every token should be. */
export interface Environment {
  /** Version of this program. */
  readonly program: string
  readonly transformers: string
  readonly onnxruntime: string
  readonly node: string
  readonly platform: string
  /** Kernels differ by processor, and may round differently. */
  readonly processor: string
  readonly models: readonly ModelFingerprint[]
}
