/**
 * The model port. Decoding knows tokens, rows and batches; how a model computes them (ONNX, a fake in tests) is
 * behind this file. No tensor crosses it.
 */

/** What a model is, as far as decoding cares. */
export interface ModelInfo {
  readonly id: string
  readonly vocabularySize: number
  /** Most tokens a row may hold, prompt included. */
  readonly contextLength: number
  /** Tokens that the model was trained to see before a text, as its tokenizer puts them there; of most models none. */
  readonly beginOfText: readonly number[]
  /** Tokens that end a text. */
  readonly endOfText: readonly number[]
  /** Whether rows can carry hidden states (contrastive search needs them). */
  readonly hasHiddenStates: boolean
}

/** What the model says after one hypothesis. Valid until its batch is extended or disposed. */
export interface Row {
  /** Next-token logits by token id, length vocabularySize. */
  readonly logits: Float32Array
  /** Last-layer hidden states of the tokens this forward consumed, oldest first; only when asked for. */
  readonly hidden?: readonly Float32Array[]
  /** Logits the lane's amateurs give after the same text, in the order of the steps that ask for them. */
  readonly amateurs?: readonly Float32Array[] | undefined
}

/** "Continue row `parent` of the batch with `token`." */
export interface Child {
  readonly parent: number
  readonly token: number
}

/** The rows of one forward pass and the cache behind them. */
export interface Batch {
  readonly rows: readonly Row[]
  /**
   * One forward for all children: cache rows are gathered by parent, the tokens appended. A parent may have several
   * children, or none. Consumes this batch, even when it throws.
   */
  extend(children: readonly Child[]): Promise<Batch>
  /** Frees the cache. Safe to call twice, and after `extend`. */
  dispose(): void
}

export interface PrefillOptions {
  /** Return hidden states with every row. */
  readonly hidden?: boolean
}

export interface EncodeOptions {
  /** Whether text that spells a special token is read as plain text. */
  readonly literal?: boolean | undefined
}

/** One turn of a conversation; roles as the model's template knows them, such as system, user and assistant. */
export interface ChatMessage {
  readonly role: string
  readonly content: string
}

export interface LanguageModel {
  readonly info: ModelInfo
  /** Token ids of a text, no special token added; the text of a special token is that token unless `literal`. */
  encode(text: string, options?: EncodeOptions): number[]
  /** A conversation as the model was trained to read it, up to its own turn; absent for a model without a template. */
  renderChat?(messages: readonly ChatMessage[]): string
  /** The bytes a token stands for; empty for special tokens. */
  bytesOf(token: number): Uint8Array
  /** How to show a token alone: its text, its name if special. */
  nameOf(token: number): string
  /** One forward over a prompt of 1 to contextLength tokens: a batch with one row. */
  prefill(tokens: readonly number[], options?: PrefillOptions): Promise<Batch>
  /** The same over one or more equally long prompts: a batch with one row each, in their order. */
  prefillMany(prompts: readonly (readonly number[])[], options?: PrefillOptions): Promise<Batch>
  /**
   * Logits after each prefix of `tokens` (teacher forcing), in order, one row at a time.
   * Row i is what the model says after tokens[0..i].
   */
  evaluate(tokens: readonly number[]): AsyncIterable<Row>
}
