import { ArenaRows, type HeldRow } from './arena-rows.ts'
import { cacheShapes } from './cache-arena.ts'
import { runInPlace } from './in-place-graph.ts'
import { HIDDEN_STATES } from './onnx-batch.ts'
import { type OrtSession, ortTensor } from './ort.ts'

/**
 * Neighbouring rows of one arena that append equally many tokens; several at once only where each appends
 * one, or where each is empty.
 */
interface Pass {
  readonly session: OrtSession
  /** By place, without gaps. */
  readonly rows: readonly HeldRow[]
  /** New tokens, a list a row. */
  readonly tokens: readonly (readonly number[])[]
  /** Where the logits go: [rows, vocabulary], of the last token of each row. */
  readonly logits: Float32Array
  /** Where hidden states go, if they are wanted: [rows, new tokens, width]. */
  readonly hidden?: Float32Array | undefined
}

const KEEP_LAST = ortTensor('int64', BigInt64Array.of(1n), [])
/** The mask's width is a multiple of this, so that its tensors are of few shapes. */
const MASK_STEP = 64

/** Runs the graph over some rows, their caches in place. */
export async function runPass({ session, rows, tokens, logits, hidden }: Pass): Promise<void> {
  const { arena } = rows[0]!.rows
  const count = rows.length
  const fresh = tokens[0]!.length
  const { past, present } = arena.tensors(rows[0]!.place, count)
  const feeds = {
    input_ids: ortTensor('int64', inputIds(tokens), [count, fresh]),
    attention_mask: mask(rows, fresh, arena.capacity),
    num_logits_to_keep: KEEP_LAST,
    ...past,
  }
  const outputs = {
    logits: ortTensor('float32', logits, [count, 1, logits.length / count]),
    ...(hidden && {
      [HIDDEN_STATES]: ortTensor('float32', hidden, [count, fresh, hidden.length / count / fresh]),
    }),
    ...present,
  }
  await runInPlace(session, feeds, outputs)
  for (const row of rows) {
    row.length += fresh
    arena.noteWritten(row.place, row.length)
  }
}

function inputIds(tokens: readonly (readonly number[])[]): BigInt64Array {
  const ids = new BigInt64Array(tokens.length * tokens[0]!.length)
  let at = 0
  for (const own of tokens) for (const token of own) ids[at++] = BigInt(token)
  return ids
}

/** Ones for the tokens a row holds and gets, zeros up to the width: the row's sum is its length. */
function mask(rows: readonly HeldRow[], fresh: number, capacity: number) {
  const longest = rows.reduce((most, { length }) => Math.max(most, length + fresh), 0)
  // The graph knows a prompt's beginning by a mask just as wide as the tokens are many.
  const isStart = rows.every(({ length }) => length === 0)
  const width = isStart ? fresh : Math.min(capacity, Math.ceil((longest + 1) / MASK_STEP) * MASK_STEP)
  const ones = new BigInt64Array(rows.length * width)
  for (const [row, { length }] of rows.entries()) ones.fill(1n, row * width, row * width + length + fresh)
  return ortTensor('int64', ones, [rows.length, width])
}

/** Whether a session does what `runPass` expects: tried with one token. */
export async function writesInPlace(session: OrtSession): Promise<boolean> {
  const vocabulary = session.outputMetadata.find(({ name }) => name === 'logits')?.shape[2]
  if (typeof vocabulary !== 'number') return false
  const rows = new ArenaRows(cacheShapes(session), MASK_STEP)
  const row = rows.add()
  const logits = new Float32Array(vocabulary)
  try {
    await runPass({ session, rows: [row], tokens: [[0]], logits })
    return logits.some((logit) => logit !== 0) && rows.arena.read(row.place, 1).some((value) => value !== 0)
  } catch {
    return false
  } finally {
    rows.remove(row)
  }
}
