import type { Decoder, DecoderOutput } from './decoder.ts'
import type { Batch, Child, LanguageModel, PrefillOptions, Row } from './model.ts'
import { type ModelContext, openModelContexts } from './model-context.ts'

/** Receives what each decoder answers, step by step. */
export type OnOutput = (decoder: number, output: DecoderOutput) => void | Promise<void>

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
  onOutput: OnOutput,
  { signal, ...options }: DecodeOptions = {},
): Promise<boolean> {
  const readers = decoders.map((decoder) => ({ decoder, contexts: [0] }))
  return decodeContexts([{ model, prompt, ...options }], readers, onOutput, signal)
}

/** A decoder and its contexts, by index: the one it continues, then its amateurs'. */
export interface ContextReader {
  readonly decoder: Decoder
  readonly contexts: readonly number[]
}

/**
 * The one loop. Every context starts from one prefill; each step is one batched forward a context, for all
 * decoders that read it; rows of finished decoders leave the batches. An abort ends it within one step,
 * without a last forward: what was received so far stays.
 * @returns false if it was aborted before every decoder had stopped
 */
export async function decodeContexts(
  contexts: readonly ModelContext[],
  readers: readonly ContextReader[],
  onOutput: OnOutput,
  signal?: AbortSignal,
): Promise<boolean> {
  if (signal?.aborted) return false
  const sequences = readers.map(({ decoder, contexts: own }, index) => ({
    decoder,
    index,
    rowSets: own.map((batch) => ({ batch, rows: [0] })),
  }))
  return unlessAborted(signal, async () =>
    extendToTheEnd(await openModelContexts(contexts), sequences, onOutput, signal),
  )
}

/** An abort may end a forward that waits for its turn: then it is no failure. */
async function unlessAborted(
  signal: AbortSignal | undefined,
  work: () => Promise<boolean>,
): Promise<boolean> {
  try {
    return await work()
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return false
    throw error
  }
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
  onOutput: OnOutput,
  { signal, ...prefill }: Omit<DecodeOptions, 'prefix'> = {},
): Promise<boolean> {
  if (signal?.aborted) return false
  const batch = await model.prefillMany(prompts, prefill)
  const sequences = starts.map(({ decoder, prompt }, index) => ({
    decoder,
    index,
    rowSets: [{ batch: 0, rows: [prompt] }],
  }))
  return extendToTheEnd([batch], sequences, onOutput, signal)
}

/**
 * A decoder that is still going, and its rows: the first set is the one it continues, the others its
 * amateurs'.
 */
interface Sequence {
  readonly decoder: Decoder
  readonly index: number
  readonly rowSets: readonly RowSet[]
}

/** Rows of one hypothesis after another in one of the batches. */
interface RowSet {
  readonly batch: number
  readonly rows: readonly number[]
}

/** Consumes the batches, whatever happens. */
async function extendToTheEnd(
  batches: Batch[],
  decoders: readonly Sequence[],
  onOutput: OnOutput,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let sequences = decoders
  try {
    while (!signal?.aborted) {
      const { children, sequences: next } = await collectOutputs(batches, sequences, onOutput)
      if (next.length === 0) return true
      if (signal?.aborted) break
      for (const [index, own] of children.entries()) {
        if (own.length > 0) batches[index] = await batches[index]!.extend(own)
        else batches[index]!.dispose()
      }
      sequences = next
    }
    return false
  } finally {
    for (const batch of batches) batch.dispose()
  }
}

async function collectOutputs(batches: readonly Batch[], sequences: readonly Sequence[], onOutput: OnOutput) {
  const children: Child[][] = batches.map(() => [])
  const next: Sequence[] = []
  for (const { decoder, index, rowSets } of sequences) {
    const output = decoder(rowsAt(rowSets, batches))
    await onOutput(index, output)
    if ('stop' in output) continue
    next.push({
      decoder,
      index,
      rowSets: rowSets.map(({ batch, rows }) => {
        const own = children[batch]!
        const first = own.length
        for (const child of output.children) own.push({ ...child, parent: rows[child.parent]! })
        return { batch, rows: output.children.map((_, offset) => first + offset) }
      }),
    })
  }
  return { children, sequences: next }
}

/** The rows a decoder continues, each with the amateurs' logits after the same text. */
function rowsAt([own, ...amateurs]: readonly RowSet[], batches: readonly Batch[]): Row[] {
  const rows = own!.rows.map((row) => batches[own!.batch]!.rows[row]!)
  if (amateurs.length === 0) return rows
  return rows.map((row, index) => ({
    ...row,
    amateurs: amateurs.map((set) => batches[set.batch]!.rows[set.rows[index]!]!.logits),
  }))
}
