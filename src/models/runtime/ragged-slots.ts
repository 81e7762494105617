import type { ModelInfo, OpenedSlot, Row, SlotRequest, Slots } from '../../decoding/model.ts'
import { ArenaRows, type HeldRow } from './arena-rows.ts'
import { cacheShapes } from './cache-arena.ts'
import type { KeptTexts, PromptEnd } from './kept-texts.ts'
import { HIDDEN_STATES } from './onnx-batch.ts'
import type { OrtSession } from './ort.ts'
import { runPass } from './ragged-pass.ts'
import { createSlotNumbers } from './slot-numbers.ts'

/** Tokens a row has room for at first; each further size is this many times the last. */
const FIRST_CAPACITY = 512
const GROWTH = 4

/** Most positions of one pass over prompts that begin together. */
const POSITIONS = 512

/** A text, and how it was read. */
interface Slot {
  /** Undefined as long as there is no token. */
  row: HeldRow | undefined
  readonly pieces: (readonly number[])[]
  /** After the last piece of several tokens, or the first piece. */
  end: PromptEnd | undefined
}

interface RaggedOptions {
  readonly bytesPerToken: number
  /** Fewest rows of a forward, 1 or 2. */
  readonly leastRows: number
  readonly texts: KeptTexts
}

/**
 * Slots of a graph opened by `openInPlace`: each row has a place in a buffer, and stays there while others
 * change.
 */
export function createRaggedSlots(
  session: OrtSession,
  { contextLength, vocabularySize }: ModelInfo,
  { bytesPerToken, leastRows, texts }: RaggedOptions,
): Slots {
  const shapes = cacheShapes(session)
  const hiddenWidth = widthOfHidden(session)
  const arenas = new Map<number, ArenaRows[]>()
  /** Arenas whose memory a pass of the graph reads and writes at the moment: nothing in them may move. */
  const inUse = new Set<ArenaRows>()
  /** Rows of those that were let go of meanwhile. */
  const leaving: HeldRow[] = []
  let isDisposed = false
  const held = new Map<number, Slot>()
  const lengthOf = (slot: number) => held.get(slot)?.row?.length ?? 0
  const numbers = createSlotNumbers(held, contextLength, lengthOf)
  let logits = new Float32Array()

  /** The row of a slot, with room for that many tokens. */
  function rowFor(slot: Slot, tokens: number): HeldRow {
    const { row } = slot
    if (row && tokens <= row.rows.arena.capacity) return row
    return move(slot, arenaFor(capacityFor(tokens, contextLength)))
  }

  /** Puts a slot's row into an arena, or gives it its first one there. */
  function move(slot: Slot, arena: ArenaRows): HeldRow {
    const { row } = slot
    slot.row = row ? arena.addCopy(row) : arena.add()
    if (row) letGo(row)
    return slot.row
  }

  /** An arena of a capacity that rows can come into: the first one, where no pass is using it. */
  function arenaFor(capacity: number): ArenaRows {
    const known = arenas.get(capacity) ?? []
    const free = known.find((one) => !inUse.has(one))
    if (free) return free
    const made = new ArenaRows(shapes, capacity)
    arenas.set(capacity, [...known, made])
    return made
  }

  function letGo(row: HeldRow): void {
    if (inUse.has(row.rows)) leaving.push(row)
    else row.rows.remove(row)
  }

  /**
   * The row of a slot that gets tokens: in the first arena of its capacity, so that one pass takes all of
   * them.
   */
  function rowToExtend(slot: Slot, tokens: number): HeldRow {
    const row = rowFor(slot, tokens)
    const first = arenas.get(row.rows.arena.capacity)![0]!
    return row.rows === first ? row : move(slot, first)
  }

  /** Does work that lets the graph write into these arenas; then does what had to wait for its end. */
  async function holding<Result>(rows: readonly HeldRow[], work: () => Promise<Result>): Promise<Result> {
    for (const { rows: arena } of rows) inUse.add(arena)
    try {
      return await work()
    } finally {
      inUse.clear()
      for (const row of leaving.splice(0)) row.rows.remove(row)
      if (isDisposed) freeAll()
    }
  }

  function freeAll(): void {
    for (const { arena } of [...arenas.values()].flat()) arena.free()
    arenas.clear()
    held.clear()
    logits = new Float32Array()
  }

  function open(pieces: readonly (readonly number[])[] = []): OpenedSlot {
    const number = numbers.next()
    const slot: Slot = { row: undefined, pieces: [], end: undefined }
    held.set(number, slot)
    const found = pieces.length > 0 ? texts.find(pieces) : undefined
    if (!found) return { slot: number, read: 0 }
    const row = rowFor(slot, found.length)
    row.rows.arena.write(row.place, found.packed, found.length, found.held)
    row.length = found.length
    slot.pieces.push(...pieces.slice(0, found.read))
    if (!found.logits) return { slot: number, read: found.read }
    slot.end = { pieces: found.read, logits: found.logits }
    return { slot: number, read: found.read, row: { logits: found.logits.slice() } }
  }

  /** Notes what was appended, and the logits after a prompt's piece. */
  function note(
    { pieces, end }: Slot,
    tokens: readonly number[],
    logits: Float32Array,
  ): PromptEnd | undefined {
    pieces.push(tokens)
    return tokens.length > 1 || pieces.length === 1 ? { pieces: pieces.length, logits: logits.slice() } : end
  }

  /** A pass of one row and one token, with a second row beside it where the graph must not be given one. */
  async function runAlone(one: PlacedRequest, start: number): Promise<Row[]> {
    const row = one.row.rows.add()
    const own = logits.subarray(start, start + vocabularySize)
    try {
      const [answer] = await runTogether([one, { ...one, row }], start)
      own.set(answer!.logits)
      return [{ ...answer!, logits: own }]
    } finally {
      row.rows.remove(row)
    }
  }

  /** @param start where the logits of the pass begin among those of the forward */
  async function runTogether(pass: readonly PlacedRequest[], start: number): Promise<Row[]> {
    const rows = pass.map(({ row }) => row)
    const fresh = pass[0]!.request.tokens.length
    if (rows.length * fresh < leastRows) return runAlone(pass[0]!, start)
    const buffer = logits.subarray(start, start + rows.length * vocabularySize)
    const byRow = new Map(pass.map((one) => [one.row, one.request]))
    rows[0]!.rows.bringTogether(rows)
    const hidden = pass.some(({ request }) => request.hidden)
      ? new Float32Array(rows.length * fresh * hiddenWidth)
      : undefined
    await runPass({
      session,
      rows,
      tokens: rows.map((row) => byRow.get(row)!.tokens),
      logits: buffer,
      hidden,
    })
    const index = new Map(rows.map((row, place) => [row, place]))
    return pass.map(({ row, request }) => {
      const place = index.get(row)!
      const own = buffer.subarray(place * vocabularySize, (place + 1) * vocabularySize)
      if (!request.hidden) return { logits: own }
      return { logits: own, hidden: statesOf(hidden!, place * fresh, fresh, hiddenWidth) }
    })
  }

  async function answer(placed: readonly PlacedRequest[]): Promise<Row[]> {
    const rows: Row[] = []
    let start = 0
    for (const pass of passesOf(placed)) {
      const answers = await runTogether(pass, start)
      for (const [place, { index, request }] of pass.entries()) {
        const slot = held.get(request.slot)
        rows[index] = answers[place]!
        // A slot may have been released meanwhile.
        if (slot) slot.end = note(slot, request.tokens, answers[place]!.logits)
      }
      start += pass.length * vocabularySize
    }
    return rows
  }

  return {
    open,
    fork(slot) {
      numbers.check(slot)
      const copy = numbers.next()
      const { row, pieces, end } = held.get(slot)!
      const own = row && arenaFor(row.rows.arena.capacity).addCopy(row)
      held.set(copy, { row: own, pieces: pieces.slice(), end })
      return copy
    },
    truncate(slot, length) {
      numbers.check(slot)
      const { row, pieces } = held.get(slot)!
      const kept = piecesWithin(pieces, length)
      if (!row || kept === 0) throw new RangeError(`slot ${slot} holds no piece that ends at token ${length}`)
      pieces.length = kept
      row.length = length
    },
    remember(slot) {
      numbers.check(slot)
      const { row, pieces, end } = held.get(slot)!
      if (row) texts.keep(pieces, (length) => row.rows.arena.read(row.place, length), end)
    },
    release(slot) {
      const row = held.get(slot)?.row
      held.delete(slot)
      if (row) letGo(row)
    },
    lengthOf(slot) {
      numbers.check(slot)
      return lengthOf(slot)
    },
    async forward(requests) {
      numbers.checkAll(requests)
      const placed = requests.map((request, index) => ({
        request,
        index,
        row: rowToExtend(held.get(request.slot)!, lengthOf(request.slot) + request.tokens.length),
      }))
      // With room for the second row of a lone one, which is the last or lies where later ones come.
      const room = (requests.length + leastRows - 1) * vocabularySize
      if (logits.length < room) logits = new Float32Array(room)
      return holding(
        placed.map(({ row }) => row),
        () => answer(placed),
      )
    },
    bytes() {
      const tokens = [...arenas.values()].flat().reduce((sum, { arena }) => sum + arena.tokens, 0)
      return tokens * bytesPerToken + logits.byteLength
    },
    dispose() {
      isDisposed = true
      if (inUse.size === 0) freeAll()
    },
  }
}

interface PlacedRequest {
  readonly request: SlotRequest
  /** Among the requests of the forward. */
  readonly index: number
  readonly row: HeldRow
}

/** How many pieces the first `length` tokens are; 0 where no piece ends there. */
function piecesWithin(pieces: readonly (readonly number[])[], length: number): number {
  let [count, tokens] = [0, 0]
  while (count < pieces.length && tokens < length) tokens += pieces[count++]!.length
  return tokens === length ? count : 0
}

function capacityFor(tokens: number, contextLength: number): number {
  let capacity = FIRST_CAPACITY
  while (capacity < tokens) capacity *= GROWTH
  return Math.min(capacity, contextLength)
}

/**
 * What one pass can take: the rows of an arena that append one token each, empty rows that get equally many,
 * or one row that gets several.
 */
function passesOf(placed: readonly PlacedRequest[]): PlacedRequest[][] {
  const passes: PlacedRequest[][] = []
  const open = new Map<string, PlacedRequest[]>()
  for (const one of placed) {
    const { tokens } = one.request
    const isAlone = tokens.length > 1 && one.row.length > 0
    const kind = tokens.length > 1 ? `starts ${tokens.length}` : 'goes on'
    const key = `${kind} ${one.row.rows.arena.capacity}`
    const known = isAlone ? undefined : open.get(key)
    if (known && (tokens.length === 1 || (known.length + 1) * tokens.length <= POSITIONS)) known.push(one)
    else {
      const pass = [one]
      passes.push(pass)
      if (!isAlone) open.set(key, pass)
    }
  }
  return passes
}

const widthOfHidden = ({ outputMetadata }: OrtSession): number =>
  Number(outputMetadata.find(({ name }) => name === HIDDEN_STATES)?.shape[2] ?? 0)

const statesOf = (hidden: Float32Array, first: number, count: number, width: number): Float32Array[] =>
  Array.from({ length: count }, (_, token) =>
    hidden.subarray((first + token) * width, (first + token + 1) * width),
  )
