/**
 * Keys and values of a text, packed by `CacheArena.read`, and the logits after some of its pieces.
 */
interface KeptText {
  readonly packed: Float32Array
  /** Tokens in `packed`. */
  readonly length: number
  readonly path: readonly TextNode[]
}

/** A beginning of texts: the pieces on the way to it from the root, in the order in which they were read. */
interface TextNode {
  /** Tokens on the way. */
  readonly length: number
  readonly children: Map<string, TextNode>
  /** What is kept of the texts that begin so; any of them holds this beginning. */
  readonly texts: Set<KeptText>
  /** Logits after it, where a prompt ended here. */
  logits?: Float32Array
}

/** The longest beginning of a text that is kept. */
interface FoundText {
  readonly packed: Float32Array
  /** Tokens in `packed`: more than `length` where the kept text goes on. */
  readonly held: number
  /** Tokens of the beginning. */
  readonly length: number
  /** Pieces of the beginning. */
  readonly read: number
  /** The logits after the last piece, if the beginning is the whole text. */
  readonly logits?: Float32Array
}

/**
 * What a model has read, for texts that begin the same: a prompt run again, or longer, a branch, a replay.
 */
export interface KeptTexts {
  /**
   * The longest beginning of these pieces that leaves something to compute the next logits from: a piece, or
   * the logits themselves.
   */
  find(pieces: Pieces): FoundText | undefined
  /**
   * Keeps a text in the place of those that are its beginnings. What was not found the longest goes first; of
   * a text larger than a quarter of the budget only the pieces that fit are kept.
   * @param read copies the first tokens of the row that holds it
   * @param prompt how many of its pieces the prompt had, and the logits after them
   */
  keep(pieces: Pieces, read: (length: number) => Float32Array, prompt?: PromptEnd): void
  bytes(): number
  /** Lets texts go, what was not found the longest first, until they take no more than `most` bytes. */
  trim(most: number): void
}

/**
 * Lets go of what several models keep until it takes no more than `most` bytes together: a run needs the
 * memory, and texts are read again.
 */
export function trimTexts(
  models: Iterable<{ readonly keptTexts?: Pick<KeptTexts, 'bytes' | 'trim'> }>,
  most: number,
): void {
  const kept = [...models].flatMap(({ keptTexts }) => (keptTexts ? [keptTexts] : []))
  let excess = kept.reduce((sum, texts) => sum + texts.bytes(), 0) - most
  for (const texts of kept) {
    if (excess <= 0) return
    const before = texts.bytes()
    texts.trim(Math.max(0, before - excess))
    excess -= before - texts.bytes()
  }
}

export interface PromptEnd {
  readonly pieces: number
  readonly logits: Float32Array
}

type Pieces = readonly (readonly number[])[]

/** @param budget most bytes of all that is kept */
export function createKeptTexts(budget: number, bytesPerToken: number): KeptTexts {
  const root: TextNode = { length: 0, children: new Map(), texts: new Set() }
  /** Least recently found first. */
  const kept = new Set<KeptText>()
  let bytes = 0

  function drop(text: KeptText): void {
    kept.delete(text)
    bytes -= text.packed.byteLength
    for (const node of text.path) node.texts.delete(text)
    for (let at = text.path.length - 1; at >= 0; at--) {
      const node = text.path[at]!
      if (node.texts.size > 0) break
      bytes -= node.logits?.byteLength ?? 0
      delete node.logits
      const parent = text.path[at - 1] ?? root
      for (const [key, child] of parent.children) if (child === node) parent.children.delete(key)
    }
  }

  /** The nodes on the way of these pieces, as far as there are any. */
  function follow(pieces: Pieces): TextNode[] {
    const path: TextNode[] = []
    let node = root
    for (const piece of pieces) {
      const next = node.children.get(piece.join())
      if (!next) break
      path.push(next)
      node = next
    }
    return path
  }

  function grow(pieces: Pieces): TextNode[] {
    const path = follow(pieces)
    let node = path.at(-1) ?? root
    for (const piece of pieces.slice(path.length)) {
      const next: TextNode = { length: node.length + piece.length, children: new Map(), texts: new Set() }
      node.children.set(piece.join(), next)
      path.push(next)
      node = next
    }
    return path
  }

  function trim(most: number): void {
    for (const oldest of kept) {
      if (bytes <= most) break
      drop(oldest)
    }
  }

  return {
    find(pieces) {
      const path = follow(pieces)
      const isWhole = path.length === pieces.length
      const logits = isWhole ? path.at(-1)?.logits : undefined
      const read = isWhole && !logits ? path.length - 1 : path.length
      const node = path[read - 1]
      const text = node?.texts.values().next().value
      if (!node || !text) return undefined
      kept.delete(text)
      kept.add(text)
      return { packed: text.packed, held: text.length, length: node.length, read, ...(logits && { logits }) }
    },
    keep(pieces, read, prompt) {
      const path = grow(piecesThatFit(pieces, budget / 4 / bytesPerToken))
      const last = path.at(-1)
      if (!last) return
      const { length } = last
      if (last.texts.size === 0) {
        const text = { packed: read(length), length, path }
        for (const node of path) node.texts.add(text)
        kept.add(text)
        bytes += text.packed.byteLength
        for (const other of kept) if (other !== text && path.includes(other.path.at(-1)!)) drop(other)
      }
      const end = prompt && path[prompt.pieces - 1]
      if (end && !end.logits) {
        end.logits = prompt.logits
        bytes += prompt.logits.byteLength
      }
      trim(budget)
    },
    bytes: () => bytes,
    trim,
  }
}

function piecesThatFit(pieces: Pieces, tokens: number): Pieces {
  let length = 0
  let count = 0
  while (count < pieces.length && length + pieces[count]!.length <= tokens) length += pieces[count++]!.length
  return count === pieces.length ? pieces : pieces.slice(0, count)
}
