import type {
  Batch,
  Child,
  LanguageModel,
  ModelInfo,
  Row,
  SlotFacts,
  Slots,
} from '../../src/decoding/model.ts'

export interface FakeModelOptions {
  readonly id?: string
  readonly vocabularySize?: number
  readonly contextLength?: number
  readonly beginOfText?: readonly number[]
  readonly endOfText?: readonly number[]
  readonly hasHiddenStates?: boolean
  /** The model’s logits after a history; by default a hash of it, in [-3, 3). */
  readonly logits?: (history: readonly number[]) => ArrayLike<number>
  /** What its slots are like; by default ragged and independent, a prompt read in pieces of 4. */
  readonly slotFacts?: Partial<SlotFacts>
  /** Called before every forward; may throw. */
  readonly onForward?: (forward: number) => void | Promise<void>
}

/** What the model was asked to do. */
interface FakeModelCounts {
  prefills: number
  /** Calls of `extend`; the prefill is not among them. */
  forwards: number
  /** Rows of each forward, in order. */
  rows: number[]
  /** Batches and slots not yet disposed. */
  open: number
  /** Requests of each forward of slots, in order: how many tokens each appended. */
  requests: number[][]
}

export interface FakeModel extends LanguageModel {
  readonly counts: FakeModelCounts
  /** Logits after a history, as rows carry them. */
  logitsAfter(history: readonly number[]): Float32Array
  /** Hidden state of the last token of a history. */
  hiddenAfter(history: readonly number[]): Float32Array
}

const HIDDEN_WIDTH = 5
const FIRST_LETTER = 97

/**
 * A deterministic language model over a tiny vocabulary of letters: all its logits are a hash of the
 * history, so a hypothesis that was gathered or extended wrongly shows. Token 0 ends a text. It refuses what
 * the port forbids.
 */
export function fakeModel(options: FakeModelOptions = {}): FakeModel {
  const { id = 'fake', vocabularySize = 8, contextLength = 64 } = options
  const { beginOfText = [], endOfText = [0], hasHiddenStates = true } = options
  const info: ModelInfo = { id, vocabularySize, contextLength, beginOfText, endOfText, hasHiddenStates }
  const counts: FakeModelCounts = { prefills: 0, forwards: 0, rows: [], open: 0, requests: [] }
  const voice = id === 'fake' ? 'logits' : `logits of ${id}`
  const logits = options.logits ?? ((history) => hashes(`${voice} ${history}`, vocabularySize, 3))
  const model: FakeModel = {
    info,
    counts,
    logitsAfter: (history) => Float32Array.from(logits(history)),
    hiddenAfter: (history) => Float32Array.from(hashes(`hidden ${history}`, HIDDEN_WIDTH, 1)),
    encode: (text) =>
      Array.from(text, (letter) => (letter.codePointAt(0)! - FIRST_LETTER + 1) % vocabularySize),
    bytesOf: (token) =>
      [...beginOfText, ...endOfText].includes(token)
        ? new Uint8Array()
        : Uint8Array.of(FIRST_LETTER + token - 1),
    nameOf: (token) => (endOfText.includes(token) ? '<end>' : String.fromCharCode(FIRST_LETTER + token - 1)),
    slotFacts: {
      isRagged: true,
      isIndependent: true,
      pieceLength: 4,
      bytesPerToken: 16,
      bytesPerRow: 4 * vocabularySize,
      ...options.slotFacts,
    },
    openSlots: () => openFakeSlots(model, options),
    prefill: (tokens, prefillOptions) => model.prefillMany([tokens], prefillOptions),
    async prefillMany(prompts, { hidden = false } = {}) {
      const { length } = prompts[0]!
      if (length < 1 || length > contextLength) throw new RangeError('prompt length')
      if (prompts.some((prompt) => prompt.length !== length)) throw new RangeError('prompts differ in length')
      counts.prefills++
      return openBatch(model, prompts, length, hidden, options)
    },
    async *evaluate(tokens) {
      for (let end = 1; end <= tokens.length; end++) yield { logits: model.logitsAfter(tokens.slice(0, end)) }
    },
  }
  return model
}

function openBatch(
  model: FakeModel,
  histories: readonly (readonly number[])[],
  fresh: number,
  hidden: boolean,
  options: FakeModelOptions,
): Batch {
  const { counts, info } = model
  let isOpen = true
  counts.open++
  const dispose = () => {
    if (isOpen) counts.open--
    isOpen = false
  }
  const extendBy = ({ parent, token, dropped = 0 }: Child): readonly number[] => {
    const before = histories[parent]
    if (!before) throw new RangeError(`no row ${parent}`)
    if (token === undefined) return before
    const history = before.slice(0, before.length - dropped)
    if (history.length === 0) throw new RangeError('the prompt cannot be taken back')
    if (!(token >= 0 && token < info.vocabularySize)) throw new RangeError(`no token ${token}`)
    if (history.length >= info.contextLength) throw new RangeError('context is full')
    return [...history, token]
  }
  return {
    rows: histories.map((history) => rowAfter(model, history, hidden ? fresh : 0)),
    async extend(children) {
      if (!isOpen) throw new Error('this batch was consumed')
      try {
        if (children.length === 0) throw new RangeError('a forward needs a row')
        await options.onForward?.(counts.forwards)
        counts.forwards++
        counts.rows.push(children.filter(({ token }) => token !== undefined).length)
        return openBatch(model, children.map(extendBy), 1, hidden, options)
      } finally {
        dispose()
      }
    },
    dispose,
  }
}

/** Slots that keep nothing but their texts. */
function openFakeSlots(model: FakeModel, options: FakeModelOptions): Slots {
  const { counts, info, slotFacts } = model
  const texts = new Map<number, readonly number[]>()
  let last: readonly Row[] = []
  const textOf = (slot: number): readonly number[] => {
    const text = texts.get(slot)
    if (!text) throw new RangeError(`no slot ${slot}`)
    return text
  }
  const put = (text: readonly number[]): number => {
    let slot = 0
    while (texts.has(slot)) slot++
    texts.set(slot, text)
    counts.open++
    return slot
  }
  const release = (slot: number): void => {
    if (texts.delete(slot)) counts.open--
  }
  return {
    open: () => ({ slot: put([]), read: 0 }),
    fork: (slot) => put(textOf(slot)),
    truncate(slot, length) {
      if (length < 1 || length > textOf(slot).length) throw new RangeError(`no piece ends at ${length}`)
      texts.set(slot, textOf(slot).slice(0, length))
    },
    remember: textOf,
    release,
    lengthOf: (slot) => textOf(slot).length,
    async forward(requests) {
      if (requests.length === 0) throw new RangeError('a forward needs a request')
      if (new Set(requests.map(({ slot }) => slot)).size < requests.length)
        throw new RangeError('two requests for one slot')
      const next = requests.map(({ slot, tokens }) => {
        if (tokens.length === 0) throw new RangeError('a request needs a token')
        if (tokens.some((token) => !(token >= 0 && token < info.vocabularySize)))
          throw new RangeError('no such token')
        if (textOf(slot).length + tokens.length > info.contextLength) throw new RangeError('context is full')
        return [...textOf(slot), ...tokens]
      })
      await options.onForward?.(counts.forwards)
      counts.forwards++
      counts.rows.push(requests.length)
      counts.requests.push(requests.map(({ tokens }) => tokens.length))
      // Whoever reads rows of an earlier forward reads nonsense.
      for (const { logits, hidden } of last)
        for (const view of [logits, ...(hidden ?? [])]) view.fill(Number.NaN)
      last = requests.map(({ slot, tokens, hidden }, index) => {
        texts.set(slot, next[index]!)
        return rowAfter(model, next[index]!, hidden ? tokens.length : 0)
      })
      return last
    },
    bytes: () => [...texts.values()].reduce((sum, { length }) => sum + length * slotFacts.bytesPerToken, 0),
    dispose() {
      for (const slot of texts.keys()) release(slot)
    },
  }
}

function rowAfter(model: FakeModel, history: readonly number[], hiddenTokens: number): Row {
  const logits = model.logitsAfter(history)
  if (hiddenTokens === 0) return { logits }
  const first = history.length - hiddenTokens
  const hidden = Array.from({ length: hiddenTokens }, (_, i) =>
    model.hiddenAfter(history.slice(0, first + i + 1)),
  )
  return { logits, hidden }
}

/**
 * `count` numbers in [-spread, spread) that look random and depend on the text alone (FNV-1a, then mixing).
 */
function hashes(text: string, count: number, spread: number): number[] {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return Array.from({ length: count }, (_, index) => {
    let mixed = Math.imul(hash ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return (((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32 - 0.5) * 2 * spread
  })
}
