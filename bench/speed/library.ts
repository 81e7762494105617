import { basename, dirname } from 'node:path'
import { AutoModelForCausalLM, AutoTokenizer, env, Tensor } from '@xenova/transformers'
import { openLibrary } from '../../src/composition.ts'
import { readConfiguration } from '../../src/configuration.ts'
import { folderOf } from '../../src/models/catalogue/folders.ts'
import { projectRoot } from '../../src/project.ts'
import { type Measurement, promptOf, type Task } from './task.ts'

/** The library and the file that the others read, as the library's users open it. */
async function open(id: string) {
  const entry = openLibrary().find(id)
  const folder = folderOf(entry, { builtIn: `${projectRoot}/models`, cache: readConfiguration().cache })
  env.localModelPath = dirname(folder)
  const options = { local_files_only: true } as const
  return {
    tokenizer: await AutoTokenizer.from_pretrained(basename(folder), options),
    model: await AutoModelForCausalLM.from_pretrained(basename(folder), { ...options, dtype: entry.dtype }),
  }
}

/** What comes nearest to each number of lanes in `generate()`: it has no nucleus, so full sampling. */
const SETTINGS: Readonly<Record<Task['rows'], readonly object[]>> = {
  1: [{ do_sample: false }],
  3: [{ do_sample: false }, { do_sample: true, top_k: 40 }, { do_sample: true, top_k: 0 }],
  8: Array.from({ length: 8 }, () => ({ do_sample: true, top_k: 0 })),
}

/** transformers.js: one `generate()` a lane, one after the other, as its users write it. */
export async function generateRun({
  model: id,
  rows,
  tokens,
}: Task): Promise<(round: number) => Promise<Measurement>> {
  const { tokenizer, model } = await open(id)
  return async (round) => {
    let made = 0
    const start = performance.now()
    for (const setting of SETTINGS[rows]) {
      const inputs = tokenizer(promptOf(round), { add_special_tokens: false })
      const output = await model.generate({
        ...inputs,
        max_new_tokens: tokens,
        min_new_tokens: tokens,
        ...setting,
      })
      made += (output as { dims: number[] }).dims[1]! - inputs.input_ids.dims[1]!
    }
    return { tokensPerSecond: (1000 * made) / (performance.now() - start) }
  }
}

type OrtTensor = { data: Float32Array; dims: number[] }
interface Session {
  readonly inputMetadata: readonly { name: string; shape: readonly (number | string)[] }[]
  readonly outputNames: readonly string[]
  run(feeds: Record<string, unknown>): Promise<Record<string, OrtTensor>>
}

const ort = (type: 'int64' | 'float32', data: BigInt64Array | Float32Array, dims: number[]) =>
  (new Tensor(type, data, dims) as unknown as { ort_tensor: unknown }).ort_tensor

/**
 * ONNX Runtime alone: equal rows, the likeliest token, no sampling, no record. What the session itself can
 * do.
 */
export async function rawRun({
  model: id,
  rows,
  tokens,
}: Task): Promise<(round: number) => Promise<Measurement>> {
  const { tokenizer, model } = await open(id)
  const session = model.sessions.model as Session
  return async (round) => {
    const ids = tokenizer.encode(promptOf(round), { add_special_tokens: false })
    const start = performance.now()
    let past = emptyCaches(session, rows)
    let next = BigInt64Array.from({ length: rows * ids.length }, (_, i) => BigInt(ids[i % ids.length]!))
    for (let length = ids.length, step = 0; step < tokens; step++, length++) {
      const outputs = await session.run({
        input_ids: ort('int64', next, [rows, next.length / rows]),
        attention_mask: ort('int64', new BigInt64Array(rows * length).fill(1n), [rows, length]),
        num_logits_to_keep: ort('int64', BigInt64Array.of(1n), []),
        ...past,
      })
      next = likeliest(outputs.logits!, rows)
      past = Object.fromEntries(
        session.outputNames
          .filter((name) => name.startsWith('present'))
          .map((name) => [name.replace('present', 'past_key_values'), outputs[name]]),
      )
    }
    return { tokensPerSecond: (1000 * rows * tokens) / (performance.now() - start) }
  }
}

function emptyCaches({ inputMetadata }: Session, rows: number): Record<string, unknown> {
  const caches = inputMetadata.filter(({ name }) => name.startsWith('past'))
  return Object.fromEntries(
    caches.map(({ name, shape }) => [
      name,
      ort('float32', new Float32Array(), [rows, Number(shape[1]), 0, Number(shape[3])]),
    ]),
  )
}

function likeliest({ data }: OrtTensor, rows: number) {
  const width = data.length / rows
  return BigInt64Array.from({ length: rows }, (_, row) => {
    let best = 0
    for (let id = 1; id < width; id++) if (data[row * width + id]! > data[row * width + best]!) best = id
    return BigInt(best)
  })
}
