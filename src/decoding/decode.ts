import type { Decoder, Turn } from './decoder.ts'
import type { Batch, Child, LanguageModel, PrefillOptions } from './model.ts'

/** One decoder's turn, told as it happens. */
export type OnTurn = (decoder: number, turn: Turn) => void | Promise<void>

export interface DecodeOptions extends PrefillOptions {
  readonly signal?: AbortSignal
  /** Tokens an earlier run chose after the prompt, to go on from. */
  readonly prefix?: readonly number[]
}

/**
 * The one loop. All decoders start from one prefill of the prompt; each step is one batched forward for all of them;
 * rows of finished decoders leave the batch. An abort ends it within one step, without a last forward: the turns told
 * so far stand.
 * @returns false if it was aborted before every decoder had stopped
 */
export async function decode(
  model: LanguageModel,
  prompt: readonly number[],
  decoders: readonly Decoder[],
  onTurn: OnTurn,
  { signal, prefix = [], ...prefill }: DecodeOptions = {},
): Promise<boolean> {
  if (signal?.aborted) return false
  const batch = await prefillWith(model, prompt, prefix, prefill)
  return extendToTheEnd(
    batch,
    decoders.map((decoder, index) => ({ decoder, index, rows: [0] })),
    onTurn,
    signal,
  )
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
  return extendToTheEnd(
    batch,
    starts.map(({ decoder, prompt }, index) => ({ decoder, index, rows: [prompt] })),
    onTurn,
    signal,
  )
}

/** Consumes the batch, whatever happens. */
async function extendToTheEnd(
  first: Batch,
  decoders: readonly Seat[],
  onTurn: OnTurn,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let batch = first
  let seats = decoders
  try {
    while (!signal?.aborted) {
      const { children, seats: next } = await takeTurns(batch, seats, onTurn)
      if (next.length === 0) return true
      if (signal?.aborted) break
      batch = await batch.extend(children)
      seats = next
    }
    return false
  } finally {
    batch.dispose()
  }
}

/**
 * The prompt in one forward, the prefix token by token as the earlier run took it: a forward over many tokens rounds
 * differently in the last bits, and the texts would part. Hidden states are wanted of the whole context at once.
 */
async function prefillWith(
  model: LanguageModel,
  prompt: readonly number[],
  prefix: readonly number[],
  options: PrefillOptions,
): Promise<Batch> {
  if (options.hidden) return model.prefill([...prompt, ...prefix], options)
  let batch = await model.prefill(prompt, options)
  for (const token of prefix) batch = await batch.extend([{ parent: 0, token }])
  return batch
}

/** A decoder that is still going, and its rows in the batch. */
interface Seat {
  readonly decoder: Decoder
  readonly index: number
  readonly rows: readonly number[]
}

async function takeTurns(batch: Batch, seats: readonly Seat[], onTurn: OnTurn) {
  const children: Child[] = []
  const next: Seat[] = []
  for (const { decoder, index, rows } of seats) {
    const turn = decoder(rows.map((row) => batch.rows[row]!))
    await onTurn(index, turn)
    if ('stop' in turn) continue
    const first = children.length
    for (const { parent, token } of turn.children) children.push({ parent: rows[parent]!, token })
    next.push({ decoder, index, rows: turn.children.map((_, offset) => first + offset) })
  }
  return { children, seats: next }
}
