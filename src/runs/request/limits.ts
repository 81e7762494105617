/** What one request may ask for. Enforced in the request schema, shown in its messages. */
export const LIMITS = {
  /** Characters of a prompt. */
  prompt: 100_000,
  /** Characters of a model's id, and of a lane as it is written. */
  id: 200,
  lane: 2000,
  /**
   * Characters of a link that opens everywhere: Node refuses a request whose head has over 16 KiB, cookies
   * and other headers among them.
   */
  link: 12_000,
  lanes: 12,
  samples: 32,
  maxTokens: 2048,
  /** Stop texts of a run, and characters of one. */
  stops: 16,
  stopLength: 200,
  /** Rows that may share a batch: lanes x samples x widths. */
  rows: 128,
  /** Tokens that one lane may read, all samples together: some searches read a text many times. */
  forwards: 200_000,
  /** Tokens a text to score may have. */
  scoreTokens: 100_000,
  /** Candidates of a kind that an inspected step lists one by one. */
  inspectRows: 1000,
  /** Bytes of one reply in JSON. */
  replyBytes: 256_000_000,
  /** Bytes of logits or of whole distributions in one reply, before base64. */
  numberBytes: 64 * 2 ** 20,
  draws: 1_000_000,
  labTokens: 100_000,
} as const
