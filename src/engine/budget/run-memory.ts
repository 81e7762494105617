import type { RunRequest } from '../../runs/request/request.ts'
import { type RunPlan, rowsOf } from '../../runs/run/plan.ts'

/** What a run will hold at most, in bytes, and how that comes about. */
export interface RunMemory {
  readonly bytes: number
  /** Rows that it keeps going. */
  readonly rows: number
  /** Most tokens of a row. */
  readonly tokens: number
  /** Bytes by what they are for. */
  readonly parts: { readonly cache: number; readonly logits: number; readonly records: number }
}

/** Bytes that a token's record and its event take, and with a trace of its candidates. */
const RECORD = 400
const TRACED_RECORD = 9000

/**
 * Memory of a run, from its plan: for every row the cache of as many tokens as it can come to (capacity is a
 * power of two) and its logits, and a record of every token.
 */
export function runMemory(
  { sequences, contexts }: RunPlan,
  { lanes, maxTokens, trace }: RunRequest,
): RunMemory {
  let [rows, cache, logits, longest] = [0, 0, 0, 0]
  for (const { lane, contexts: own } of sequences) {
    const width = rowsOf(lanes[lane]!.chain)
    for (const index of own) {
      const { model, prompt, prefix = [], window } = contexts[index]!
      const { bytesPerToken, bytesPerRow } = model.slotFacts
      const tokens = Math.min(window ?? model.info.contextLength, prompt.length + prefix.length + maxTokens)
      rows += width
      cache += width * capacityOf(tokens) * bytesPerToken
      // A row and the copy of it that outlives the next forward.
      logits += 2 * width * bytesPerRow
      longest = Math.max(longest, tokens)
    }
  }
  const records = sequences.length * maxTokens * (trace ? TRACED_RECORD : RECORD)
  return {
    bytes: cache + logits + records,
    rows,
    tokens: longest,
    parts: { cache, logits, records },
  }
}

const capacityOf = (tokens: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, tokens)))
