import type { PreTrainedTokenizer } from '@xenova/transformers'
import type { Batch, LanguageModel, ModelInfo, PrefillOptions, Row, SlotFacts } from '../../decoding/model.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import { createGroupedSlots } from './grouped-slots.ts'
import { cacheBytesPerToken, cacheOutputs, emptyCache } from './key-value-cache.ts'
import { forward, HIDDEN_STATES, type OnnxBatch } from './onnx-batch.ts'
import type { OrtSession } from './ort.ts'
import { createRaggedSlots } from './ragged-slots.ts'
import { openSlotBatch } from './slot-batch.ts'
import { tokenBytes } from './token-bytes.ts'

/** Tokens scored by one forward: bounds the logits held at once to this many rows of the vocabulary. */
const EVALUATION_CHUNK = 64

/** Tokens of a prompt's piece: what one row may hold up the others for, between two steps. */
const PIECE_LENGTH = 64

/** A causal language model of an ONNX file, as decoding wants it. */
export interface OnnxLanguageModel extends LanguageModel {
  /** Whether the graph carries a cache from step to step; one that does not cannot go on from a prefill. */
  readonly keepsCache: boolean
  release(): Promise<void>
}

/** An ONNX file that is open, and what its folder says of it. */
export interface OpenGraph {
  readonly session: OrtSession
  /** Whether it was opened by `openInPlace`. */
  readonly isInPlace: boolean
  /** `config.json`. */
  readonly config: Readonly<Record<string, unknown>>
  /** `generation_config.json`; undefined where there is none. */
  readonly generation?: { readonly eos_token_id?: number | number[] } | undefined
  close(): Promise<void>
}

/** @param entry `lanesIndependent`: whether a row's logits do not depend on the rows beside it */
export function createOnnxModel(
  entry: Pick<ModelEntry, 'id' | 'lanesIndependent'>,
  graph: OpenGraph,
  tokenizer: PreTrainedTokenizer,
): OnnxLanguageModel {
  const { session } = graph
  const vocabulary = vocabularyOf(tokenizer)
  const info = infoOf(entry.id, graph, tokenizer)
  const slotFacts = factsOf(graph, info, entry.lanesIndependent)
  const openSlots = () =>
    graph.isInPlace
      ? createRaggedSlots(session, info, slotFacts.bytesPerToken)
      : createGroupedSlots(session, info.contextLength)
  const prefillMany = (prompts: readonly (readonly number[])[], options: PrefillOptions = {}) =>
    graph.isInPlace
      ? openSlotBatch(openSlots(), prompts, slotFacts.pieceLength, options)
      : prefill(session, prompts, options)
  return {
    info,
    slotFacts,
    openSlots,
    keepsCache: cacheOutputs(session).length > 0,
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }),
    bytesOf: (token) => vocabulary.bytes[token] ?? new Uint8Array(),
    nameOf: (token) => vocabulary.names.get(token) ?? new TextDecoder().decode(vocabulary.bytes[token]),
    prefill: (tokens, options) => prefillMany([tokens], options),
    prefillMany,
    evaluate: (tokens) => evaluate(session, tokens),
    release: () => graph.close(),
  }
}

function prefill(
  session: OrtSession,
  prompts: readonly (readonly number[])[],
  { hidden = false }: PrefillOptions,
): Promise<Batch> {
  const rows = prompts.length
  return forward({ session, tokens: prompts.flat(), rows, past: emptyCache(session, rows), hidden })
}

async function* evaluate(session: OrtSession, tokens: readonly number[]): AsyncGenerator<Row> {
  let last: OnnxBatch | undefined
  try {
    // Merged exports were traced with one token beside a cache, so they get the whole text and no cache.
    const size = session.inputNames.includes('use_cache_branch') ? tokens.length : EVALUATION_CHUNK
    for (let start = 0; start < tokens.length; start += size) {
      const chunk = tokens.slice(start, start + size)
      const past = last?.cache ?? emptyCache(session)
      const batch = await forward({
        session,
        tokens: chunk,
        rows: 1,
        past,
        hidden: false,
        everyPosition: true,
      })
      last?.dispose()
      last = batch
      for (const logits of batch.logits()[0]!) yield { logits }
    }
  } finally {
    last?.dispose()
  }
}

function infoOf(
  id: string,
  { session, config, generation }: OpenGraph,
  tokenizer: PreTrainedTokenizer,
): ModelInfo {
  const endOfText = generation?.eos_token_id ?? config.eos_token_id ?? tokenizer.eos_token_id ?? []
  return {
    id,
    vocabularySize: Number(config.vocab_size),
    contextLength: Number(config.max_position_embeddings ?? config.n_positions ?? config.n_ctx),
    beginOfText: beginOf(tokenizer),
    endOfText: [endOfText as number | number[]].flat(),
    hasHiddenStates: session.outputNames.includes(HIDDEN_STATES),
  }
}

const factsOf = (
  { session, isInPlace }: OpenGraph,
  { contextLength, vocabularySize }: ModelInfo,
  isIndependent: boolean,
): SlotFacts => ({
  isRagged: isInPlace,
  isIndependent,
  pieceLength: isInPlace ? PIECE_LENGTH : contextLength,
  bytesPerToken: cacheBytesPerToken(session),
  bytesPerRow: vocabularySize * Float32Array.BYTES_PER_ELEMENT,
})

/** What the tokenizer puts before a text; what it would put behind one ends it, and is left out. */
function beginOf(tokenizer: PreTrainedTokenizer): number[] {
  const [first] = tokenizer.encode('a', { add_special_tokens: false })
  const whole: number[] = tokenizer.encode('a', { add_special_tokens: true })
  return whole.slice(0, Math.max(0, whole.indexOf(first!)))
}

function vocabularyOf(tokenizer: PreTrainedTokenizer) {
  const ids = tokenizer.get_vocab() as Map<string, number>
  const names = new Map<number, string>()
  for (const token of tokenizer.all_special_tokens as string[]) names.set(ids.get(token)!, token)
  const decoder = (tokenizer as unknown as { _tokenizerJSON: { decoder?: { type?: string } } })._tokenizerJSON
    .decoder
  return { names, bytes: tokenBytes(ids, new Set(names.keys()), decoder?.type === 'ByteLevel') }
}
