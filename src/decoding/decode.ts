import type { Decoder, Turn } from './decoder.ts'
import type { Batch, Child, LanguageModel, PrefillOptions, Row } from './model.ts'
import { openReadings, type Reading } from './reading.ts'

/** One decoder's turn, told as it happens. */
export type OnTurn = (decoder: number, turn: Turn) => void | Promise<void>

export interface DecodeOptions extends PrefillOptions {
  readonly signal?: AbortSignal
  /** Tokens an earlier run chose after the prompt, to go on from. */
  readonly prefix?: readonly number[]
}

/**
 * All decoders from one prefill of one model.
 * @returns false if it was aborted before every decoder had stopped
 */
export function decode(
  model: LanguageModel,
  prompt: readonly number[],
  decoders: readonly Decoder[],
  onTurn: OnTurn,
  { signal, ...reading }: DecodeOptions = {},
): Promise<boolean> {
  const readers = decoders.map((decoder) => ({ decoder, readings: [0] }))
  return decodeReadings([{ model, prompt, ...reading }], readers, onTurn, signal)
}

/** A decoder and its readings, by index: the one it continues, then its amateurs'. */
export interface Reader {
  readonly decoder: Decoder
  readonly readings: readonly number[]
}

/**
 * The one loop. Every reading starts from one prefill; each step is one batched forward a reading, for all decoders
 * that read it; rows of finished decoders leave the batches. An abort ends it within one step, without a last forward:
 * the turns told so far stand.
 * @returns false if it was aborted before every decoder had stopped
 */
export async function decodeReadings(
  readings: readonly Reading[],
  readers: readonly Reader[],
  onTurn: OnTurn,
  signal?: AbortSignal,
): Promise<boolean> {
  if (signal?.aborted) return false
  const seats = readers.map(({ decoder, readings: own }, index) => ({
    decoder,
    index,
    places: own.map((batch) => ({ batch, rows: [0] })),
  }))
  return extendToTheEnd(await openReadings(readings), seats, onTurn, signal)
}

/** A decoder and the prompt it continues, by index. */
export interface Start {
  readonly decoder: Decoder
  readonly prompt: number
}

/**
 * The same loop for decoders that continue different prompts of one length, all in one batch.
 * @returns false if it was aborted before every decoder had stopped
 */
export async function decodeMany(
  model: LanguageModel,
  prompts: readonly (readonly number[])[],
  starts: readonly Start[],
  onTurn: OnTurn,
  { signal, ...prefill }: Omit<DecodeOptions, 'prefix'> = {},
): Promise<boolean> {
  if (signal?.aborted) return false
  const batch = await model.prefillMany(prompts, prefill)
  const seats = starts.map(({ decoder, prompt }, index) => ({
    decoder,
    index,
    places: [{ batch: 0, rows: [prompt] }],
  }))
  return extendToTheEnd([batch], seats, onTurn, signal)
}

/** A decoder that is still going, and its rows: the first place is the one it continues, the others its amateurs'. */
interface Seat {
  readonly decoder: Decoder
  readonly index: number
  readonly places: readonly Place[]
}

/** Rows of one hypothesis after another in one of the batches. */
interface Place {
  readonly batch: number
  readonly rows: readonly number[]
}

/** Consumes the batches, whatever happens. */
async function extendToTheEnd(
  batches: Batch[],
  decoders: readonly Seat[],
  onTurn: OnTurn,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let seats = decoders
  try {
    while (!signal?.aborted) {
      const { children, seats: next } = await takeTurns(batches, seats, onTurn)
      if (next.length === 0) return true
      if (signal?.aborted) break
      for (const [index, own] of children.entries()) {
        if (own.length > 0) batches[index] = await batches[index]!.extend(own)
        else batches[index]!.dispose()
      }
      seats = next
    }
    return false
  } finally {
    for (const batch of batches) batch.dispose()
  }
}

async function takeTurns(batches: readonly Batch[], seats: readonly Seat[], onTurn: OnTurn) {
  const children: Child[][] = batches.map(() => [])
  const next: Seat[] = []
  for (const { decoder, index, places } of seats) {
    const turn = decoder(rowsAt(places, batches))
    await onTurn(index, turn)
    if ('stop' in turn) continue
    next.push({
      decoder,
      index,
      places: places.map(({ batch, rows }) => {
        const own = children[batch]!
        const first = own.length
        for (const { parent, token } of turn.children) own.push({ parent: rows[parent]!, token })
        return { batch, rows: turn.children.map((_, offset) => first + offset) }
      }),
    })
  }
  return { children, seats: next }
}

/** The rows a decoder continues, each with what the amateurs say after the same text. */
function rowsAt([own, ...amateurs]: readonly Place[], batches: readonly Batch[]): Row[] {
  const rows = own!.rows.map((row) => batches[own!.batch]!.rows[row]!)
  if (amateurs.length === 0) return rows
  return rows.map((row, index) => ({
    ...row,
    amateurs: amateurs.map((place) => batches[place.batch]!.rows[place.rows[index]!]!.logits),
  }))
}
