import type { PreTrainedTokenizer } from '@xenova/transformers'
import type { LanguageModel, ModelInfo, Row, SlotFacts, Slots } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import { chatRenderer } from './chat-template.ts'
import { contextLengthOf, textConfigOf } from './context-length.ts'
import { createGroupedSlots } from './grouped-slots.ts'
import { createKeptTexts, type KeptTexts } from './kept-texts.ts'
import { cacheBytesPerToken, cacheOutputs, emptyCache } from './key-value-cache.ts'
import { literalEncoder } from './literal-encoder.ts'
import { forward, HIDDEN_STATES, isKnownInput, type OnnxBatch } from './onnx-batch.ts'
import type { OrtSession } from './ort.ts'
import { createRaggedSlots } from './ragged-slots.ts'
import { openCachedBatch, openSlotBatch } from './slot-batch.ts'
import { tokenBytes } from './token-bytes.ts'
import { oncePerTokenizer } from './tokenizer.ts'

/** Tokens scored by one forward: bounds the logits held at once to this many rows of the vocabulary. */
const EVALUATION_CHUNK = 64

/** Tokens of a prompt's piece: for what it holds up the other rows, between two steps. */
const PIECE_LENGTH = 64

/** Most bytes of keys and values that are kept of texts that were read. */
const KEPT_BYTES = 256 * 2 ** 20

/** A causal language model of an ONNX file, as decoding wants it. */
export interface OnnxLanguageModel extends LanguageModel {
  readonly graph: GraphFacts
  /** Bytes that texts take beside the weights: the slots in use, and what is kept of texts that were read. */
  textBytes(): number
  /** What is kept of texts that were read. */
  readonly keptTexts: Pick<KeptTexts, 'bytes' | 'trim'>
  /** The highest token that has text. */
  readonly largestToken: { readonly id: number; readonly name: string }
  /**
   * The logits of one token at the end of a text of `length` tokens, whose cache is all zeros.
   * @throws Error of ONNX Runtime where the graph does not reach that far
   */
  tryAt(length: number): Promise<Float32Array>
  release(): Promise<void>
}

/** The facts in a graph's inputs and outputs. */
interface GraphFacts {
  /** Whether it carries a cache from step to step; one that does not cannot go on from a prefill. */
  readonly keepsCache: boolean
  /** Inputs that `forward` has nothing for. */
  readonly unknownInputs: readonly string[]
}

/** An ONNX file that is open, and the facts in its folder. */
export interface OpenGraph {
  readonly session: OrtSession
  /** Whether it was opened by `openInPlace`. */
  readonly isInPlace: boolean
  /** `config.json`. */
  readonly config: Readonly<Record<string, unknown>>
  /** `generation_config.json`; undefined where there is none. */
  readonly generation: { readonly eos_token_id?: number | number[] } | undefined
  close(): Promise<void>
}

/**
 * @param entry `lanesIndependent`: whether a row's logits do not depend on the rows beside it, run as
 * `rowByRow` and `leastRows` require; `contextLength`: as far as the graph was found to reach
 */
export function createOnnxModel(
  {
    id,
    lanesIndependent,
    contextLength,
    rowByRow = false,
    leastRows = 1,
  }: Pick<ModelEntry, 'id' | 'lanesIndependent' | 'contextLength' | 'rowByRow' | 'leastRows'>,
  graph: OpenGraph,
  tokenizer: PreTrainedTokenizer,
): OnnxLanguageModel {
  const { session } = graph
  const isRagged = graph.isInPlace && !rowByRow
  const vocabulary = vocabularyOf(tokenizer)
  const info = infoOf(id, contextLength, graph, tokenizer)
  const slotFacts = factsOf(session, info, isRagged, lanesIndependent)
  const texts = createKeptTexts(KEPT_BYTES, slotFacts.bytesPerToken)
  const inUse = new Set<Slots>()
  const openSlots = () => {
    const slots = isRagged
      ? createRaggedSlots(session, info, { ...slotFacts, leastRows, texts })
      : createGroupedSlots(session, info.contextLength, { rowByRow })
    inUse.add(slots)
    return { ...slots, dispose: () => (inUse.delete(slots) ? slots.dispose() : undefined) }
  }
  const encodeLiterally = literalEncoder(tokenizer)
  const renderChat = chatRenderer(id, tokenizer)
  return {
    info,
    slotFacts,
    openSlots,
    textBytes: () => [...inUse].reduce((sum, slots) => sum + slots.bytes(), texts.bytes()),
    keptTexts: texts,
    graph: {
      keepsCache: cacheOutputs(session).length > 0,
      unknownInputs: session.inputNames.filter((name) => !isKnownInput(name)),
    },
    largestToken: vocabulary.largest,
    tryAt: async (length) => {
      const past = emptyCache(session, 1, length - 1)
      const batch = await forward({ session, tokens: [0], rows: 1, past, hidden: false })
      const logits = batch.logits()[0]![0]!.slice()
      batch.dispose()
      return logits
    },
    encode(text, { literal = false } = {}) {
      const tokens = literal ? encodeLiterally(text) : tokenizer.encode(text, { add_special_tokens: false })
      return checked(tokens, info, vocabulary)
    },
    ...(renderChat && { renderChat }),
    bytesOf: (token) => vocabulary.bytes[token] ?? new Uint8Array(),
    nameOf: (token) => nameIn(vocabulary, token),
    prefill: (tokens, options) => openCachedBatch(openSlots(), tokens, slotFacts.pieceLength, options),
    prefillMany: (prompts, options) => openSlotBatch(openSlots(), prompts, slotFacts.pieceLength, options),
    evaluate: (tokens) => evaluate(session, tokens),
    release: () => graph.close(),
  }
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
  longest: number,
  { session, config, generation }: OpenGraph,
  tokenizer: PreTrainedTokenizer,
): ModelInfo {
  const endOfText = generation?.eos_token_id ?? config.eos_token_id ?? tokenizer.eos_token_id ?? []
  return {
    id,
    vocabularySize: Number(textConfigOf(config).vocab_size),
    contextLength: Math.min(longest, contextLengthOf(config)),
    beginOfText: beginOf(tokenizer),
    endOfText: [endOfText as number | number[]].flat(),
    hasHiddenStates: session.outputNames.includes(HIDDEN_STATES),
  }
}

const factsOf = (
  session: OrtSession,
  { contextLength, vocabularySize }: ModelInfo,
  isRagged: boolean,
  isIndependent: boolean,
): SlotFacts => ({
  isRagged,
  isIndependent,
  pieceLength: isRagged ? PIECE_LENGTH : contextLength,
  bytesPerToken: cacheBytesPerToken(session),
  bytesPerRow: vocabularySize * Float32Array.BYTES_PER_ELEMENT,
})

/** What the tokenizer puts before a text; what it would put behind one ends it, and is left out. */
function beginOf(tokenizer: PreTrainedTokenizer): number[] {
  const [first] = tokenizer.encode('a', { add_special_tokens: false })
  const whole: number[] = tokenizer.encode('a', { add_special_tokens: true })
  return whole.slice(0, Math.max(0, whole.indexOf(first!)))
}

/** Ids that the graph has and the tokenizer does not: exports round the size of a vocabulary up. */
function nameIn({ names, bytes }: ReturnType<typeof vocabularyOf>, token: number): string {
  const own = bytes[token]
  return names.get(token) ?? (own ? new TextDecoder().decode(own) : `[no token ${token}]`)
}

const vocabularyOf = oncePerTokenizer((tokenizer) => {
  // A vocabulary with numbers left out has gaps.
  const listed = tokenizer.get_vocab() as Map<string | undefined, number>
  const ids = new Map([...listed].filter((one): one is [string, number] => one[0] !== undefined))
  const names = new Map<number, string>()
  for (const token of tokenizer.all_special_tokens as string[]) names.set(ids.get(token)!, token)
  const decoder = (tokenizer as unknown as { _tokenizerJSON: { decoder?: { type?: string } } })._tokenizerJSON
    .decoder
  let largest = { id: -1, name: '' }
  for (const [name, token] of ids) {
    if (token > largest.id && !names.has(token)) largest = { id: token, name }
  }
  return { names, largest, bytes: tokenBytes(ids, new Set(names.keys()), decoder?.type === 'ByteLevel') }
})

/**
 * @throws UserError `bad-token` where a tokenizer has special tokens that its model lacks (images in Gemma 3)
 */
function checked(
  tokens: number[],
  { vocabularySize }: ModelInfo,
  { names }: { readonly names: ReadonlyMap<number, string> },
): number[] {
  const stray = tokens.find((token) => token >= vocabularySize)
  if (stray === undefined) return tokens
  throw new UserError(
    'bad-token',
    `The text holds ${names.get(stray) ?? `token ${stray}`}, which this model has no place for; take it out.`,
  )
}
