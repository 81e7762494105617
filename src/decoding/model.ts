/**
 * The model port. Decoding knows tokens, rows and batches; how a model computes them (ONNX, a fake in tests)
 * is behind this file. No tensor crosses it.
 */

/** What a model is, as far as decoding cares. */
export interface ModelInfo {
  readonly id: string
  readonly vocabularySize: number
  /** Most tokens a row may hold, prompt included. */
  readonly contextLength: number
  /**
   * Tokens that the model was trained to see before a text, as its tokenizer puts them there; of most models
   * none.
   */
  readonly beginOfText: readonly number[]
  /** Tokens that end a text. */
  readonly endOfText: readonly number[]
  /** Whether rows can carry hidden states (contrastive search needs them). */
  readonly hasHiddenStates: boolean
}

/** The model's output after one hypothesis. Valid until its batch is extended or disposed. */
export interface Row {
  /** Next-token logits by token id, length vocabularySize. */
  readonly logits: Float32Array
  /** Last-layer hidden states of the tokens this forward consumed, oldest first; only when asked for. */
  readonly hidden?: readonly Float32Array[]
  /** Logits the lane's amateurs give after the same text, in the order of the steps that ask for them. */
  readonly amateurs?: readonly Float32Array[] | undefined
}

/**
 * "Continue row `parent` of the batch with `token`", or behind fewer of its tokens, or "keep row `parent` as
 * it is" where there is no token.
 */
export interface Child {
  readonly parent: number
  /** Absent for a row that waits: its logits stay the same, and it costs no forward. */
  readonly token?: number
  /**
   * How many of the row's last tokens are taken back before `token` is appended; only tokens that were
   * appended one by one, never the prompt's. None by default.
   */
  readonly dropped?: number
}

/** The rows of one forward pass and the cache behind them. */
export interface Batch {
  readonly rows: readonly Row[]
  /**
   * One forward for all children that have a token: cache rows are gathered by parent, shortened by what is
   * taken back, the tokens appended. A parent may have several children, or none. Consumes this batch, even
   * when it throws.
   */
  extend(children: readonly Child[]): Promise<Batch>
  /** Frees the cache. Safe to call twice, and after `extend`. */
  dispose(): void
}

export interface PrefillOptions {
  /** Return hidden states with every row. */
  readonly hidden?: boolean
}

/** What whoever plans forwards must know of a model's slots, before opening any. */
export interface SlotFacts {
  /**
   * Whether rows of different lengths share one forward. Where they do not, `Slots.forward` makes one pass
   * for each length among its requests: the same rows, more time.
   */
  readonly isRagged: boolean
  /**
   * Whether a row's logits are the same, bit for bit, whatever rows share its forward. Where they are not,
   * rows of different runs must not meet in one forward: a run's tokens would depend on its neighbours.
   */
  readonly isIndependent: boolean
  /**
   * Tokens of one piece of a prompt (see `promptPieces`); the context length where a prompt is read whole.
   */
  readonly pieceLength: number
  /** Bytes of keys and values that one token of one row takes. */
  readonly bytesPerToken: number
  /** Bytes of logits that one row takes while a forward's answer is in use. */
  readonly bytesPerRow: number
}

/** Tokens to append to a slot. */
export interface SlotRequest {
  readonly slot: number
  /** One token, or a piece of a prompt; at least one, and no more than the context has room for. */
  readonly tokens: readonly number[]
  /** Return the hidden states of these tokens. */
  readonly hidden?: boolean
}

/** A slot that may hold the beginning of a text already. */
export interface OpenedSlot {
  readonly slot: number
  /** How many of the pieces it holds. */
  readonly read: number
  /** The logits after the last piece, where all of them were held; a copy. */
  readonly row?: Row
}

/**
 * Rows of cache, each the keys and values of one text; a text grows by forwards, is copied, and is released,
 * without touching the others. Slots are numbered from 0; a released number is given out again.
 *
 * Bits: a row's logits depend on its tokens and on the pieces in which they were appended, on nothing else:
 * not on the other requests of a forward (where `SlotFacts.isIndependent`), not on forks, not on what was
 * cached. One token alone rounds differently from the same token in a piece, so a text is read in the
 * pieces of `promptPieces` up to the end of its prompt, and token by token from there.
 *
 * Errors: a slot that is not open, an empty request, two requests for one slot and a full context are
 * RangeErrors, thrown before anything is computed. After any other failure of a forward its slots are
 * undefined: release them. One call at a time: while a forward is under way nothing else of its slots may be
 * called.
 */
export interface Slots {
  /**
   * A new slot. With `pieces` it starts with as many of the first pieces as the model's prefix cache
   * remembers; where that is all of them, `row` has the logits after them. Without, it is empty, and
   * so it must be where hidden states of the whole text are wanted.
   * @param pieces a prompt's pieces, then tokens that were appended one by one, each a piece of its own
   */
  open(pieces?: readonly (readonly number[])[]): OpenedSlot
  /** A new slot with the same text. */
  fork(slot: number): number
  /**
   * Takes the last tokens of a slot back, those that were appended one by one: its logits from there are
   * those of a slot that never had them.
   * @param length tokens that stay
   * @throws RangeError where the slot holds no piece that ends there
   */
  truncate(slot: number, length: number): void
  /**
   * Lets the model's prefix cache keep a copy of the slot's text, for `open`: after a prompt has been read,
   * and when a text is complete. The cache has a budget; what was not asked for the longest leaves it first.
   */
  remember(slot: number): void
  /** Frees a slot. Safe to call twice. */
  release(slot: number): void
  /** Tokens a slot holds. */
  lengthOf(slot: number): number
  /**
   * Appends tokens to the slots, in as few passes as the graph allows: one for all requests of a single token
   * where it is ragged, one for each longer request.
   * @returns a row a request, after its last token; valid until the next forward of these slots, or their
   * disposal
   */
  forward(requests: readonly SlotRequest[]): Promise<readonly Row[]>
  /** Bytes that the slots take: capacity, not only what is filled. */
  bytes(): number
  /** Frees all. Safe to call twice. */
  dispose(): void
}

export interface EncodeOptions {
  /** Whether text that spells a special token is read as plain text. */
  readonly literal?: boolean | undefined
}

/**
 * One turn of a conversation; roles as the model's template knows them, such as system, user and assistant.
 */
export interface ChatMessage {
  readonly role: string
  readonly content: string
}

export interface LanguageModel {
  readonly info: ModelInfo
  /**
   * Token ids of a text, no special token added; the text of a special token is that token unless `literal`.
   */
  encode(text: string, options?: EncodeOptions): number[]
  /**
   * A conversation as the model was trained to read it, up to its own turn; absent for a model without a
   * template.
   */
  renderChat?(messages: readonly ChatMessage[]): string
  /** The bytes of a token; empty for special tokens. */
  bytesOf(token: number): Uint8Array
  /** How to show a token alone: its text, its name if special. */
  nameOf(token: number): string
  readonly slotFacts: SlotFacts
  /** Rows of cache for whoever plans forwards: any number of texts of any lengths. */
  openSlots(): Slots
  /** One forward over a prompt of 1 to contextLength tokens: a batch with one row. */
  prefill(tokens: readonly number[], options?: PrefillOptions): Promise<Batch>
  /** The same over one or more equally long prompts: a batch with one row each, in their order. */
  prefillMany(prompts: readonly (readonly number[])[], options?: PrefillOptions): Promise<Batch>
  /**
   * What `prefill` of a prompt and an `extend` for each token after it come to, without computing again what
   * the model's prefix cache remembers; absent where it remembers nothing.
   */
  resume?(prompt: readonly number[], tokens: readonly number[]): Promise<Batch>
  /**
   * Logits after each prefix of `tokens` (teacher forcing), in order, one row at a time.
   * Row i has the logits after tokens[0..i].
   */
  evaluate(tokens: readonly number[]): AsyncIterable<Row>
}
