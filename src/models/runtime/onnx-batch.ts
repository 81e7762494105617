import type { Row } from '../../decoding/model.ts'
import { cacheOf, cacheOutputs, isCacheInput, type KeyValueCache } from './key-value-cache.ts'
import { type OrtSession, type OrtTensor, ortTensor, positionsOf, runSession } from './ort.ts'

export const HIDDEN_STATES = 'last_hidden_state'

/** One forward pass over equally long rows. */
export interface ForwardRequest {
  readonly session: OrtSession
  /** New tokens, row after row, the same number for each. */
  readonly tokens: readonly number[]
  readonly rows: number
  readonly past: KeyValueCache
  /** Ask for hidden states. */
  readonly hidden: boolean
  /** Ask for the logits of every new position, not only the last. */
  readonly everyPosition?: boolean
}

/**
 * Runs a forward; the batch owns the outputs. Inputs are read off the graph, so exports of other shapes work
 * too.
 */
export async function forward(request: ForwardRequest): Promise<OnnxBatch> {
  const { session, past, hidden } = request
  const feeds: Record<string, OrtTensor> = {}
  for (const name of session.inputNames) feeds[name] = past.tensors.get(name) ?? inputFor(name, request)
  const wanted = ['logits', ...(hidden ? [HIDDEN_STATES] : []), ...cacheOutputs(session)]
  const outputs = await runSession(session, feeds, wanted)
  return new OnnxBatch(request, outputs)
}

const INPUTS = ['input_ids', 'attention_mask', 'position_ids', 'use_cache_branch', 'num_logits_to_keep']

/** Whether `forward` has something for an input of a graph. */
export const isKnownInput = (name: string): boolean => INPUTS.includes(name) || isCacheInput(name)

/**
 * What a graph may ask for besides its cache. Rows are equally long, so the mask is all ones and needs no
 * padding.
 */
function inputFor(name: string, { tokens, rows, past, everyPosition }: ForwardRequest): OrtTensor {
  const fresh = tokens.length / rows
  const length = past.length + fresh
  switch (name) {
    case 'input_ids':
      return ortTensor('int64', BigInt64Array.from(tokens, BigInt), [rows, fresh])
    case 'attention_mask':
      return ortTensor('int64', new BigInt64Array(rows * length).fill(1n), [rows, length])
    case 'position_ids':
      return ortTensor(
        'int64',
        BigInt64Array.from(tokens, (_, i) => BigInt(past.length + (i % fresh))),
        [rows, fresh],
      )
    case 'use_cache_branch':
      return ortTensor('bool', Uint8Array.of(past.length > 0 ? 1 : 0), [1])
    case 'num_logits_to_keep':
      return ortTensor('int64', BigInt64Array.of(everyPosition ? 0n : 1n), [])
    default:
      throw new Error(`the model asks for an input this program does not know: ${name}`)
  }
}

/** What one forward over rows of equal length left; owns the outputs of its forward, the cache among them. */
export class OnnxBatch {
  readonly rows: readonly Row[]
  readonly cache: KeyValueCache
  readonly #outputs: Readonly<Record<string, OrtTensor>>
  #isDisposed = false

  constructor(request: ForwardRequest, outputs: Readonly<Record<string, OrtTensor>>) {
    this.#outputs = outputs
    this.cache = cacheOf(outputs, request.past.length + request.tokens.length / request.rows)
    const hidden = request.hidden ? positionsOf(outputs[HIDDEN_STATES]!) : undefined
    this.rows = this.logits().map((positions, row) => {
      const logits = positions.at(-1)!
      return hidden ? { logits, hidden: hidden[row]! } : { logits }
    })
  }

  /** Logits of every position the graph returned, row by row. */
  logits(): Float32Array[][] {
    return positionsOf(this.#outputs.logits!)
  }

  dispose(): void {
    if (this.#isDisposed) return
    this.#isDisposed = true
    for (const tensor of Object.values(this.#outputs)) tensor.dispose()
  }
}
