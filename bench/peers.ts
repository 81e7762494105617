import { join } from 'node:path'
import { AutoModelForCausalLM, AutoTokenizer, env, Tensor } from '@xenova/transformers'
import { projectRoot } from '../src/composition.ts'

/** Folder and files of the built-in model, as every contender loads it. */
const MODEL = 'books-13m'
env.localModelPath = join(projectRoot, 'models')
const options = { local_files_only: true } as const

export const tokenizer = await AutoTokenizer.from_pretrained(MODEL, options)
export const library = await AutoModelForCausalLM.from_pretrained(MODEL, { ...options, dtype: 'q8' })

/** transformers.js: one `generate()` a lane, one after the other, as its users write it. Returns tokens made. */
export async function generateEach(
  prompt: string,
  settings: readonly object[],
  maxTokens: number,
): Promise<number> {
  let tokens = 0
  for (const setting of settings) {
    const inputs = tokenizer(prompt, { add_special_tokens: false })
    const output = await library.generate({ ...inputs, max_new_tokens: maxTokens, ...setting })
    tokens += (output as { dims: number[] }).dims[1]! - inputs.input_ids.dims[1]!
  }
  return tokens
}

type OrtTensor = { data: Float32Array; dims: number[]; dispose(): void }
type Session = {
  inputNames: string[]
  outputNames: string[]
  run(feeds: Record<string, unknown>): Promise<Record<string, OrtTensor>>
}

const ort = (type: 'int64' | 'float32', data: BigInt64Array | Float32Array, dims: number[]) =>
  (new Tensor(type, data, dims) as unknown as { ort_tensor: unknown }).ort_tensor

/** ONNX Runtime alone: `rows` equal rows, argmax, no sampling, no trace. What the session itself can do. */
export async function rawLoop(prompt: string, rows: number, maxTokens: number): Promise<number> {
  const session = library.sessions.model as Session
  const ids = tokenizer.encode(prompt, { add_special_tokens: false })
  let past: Record<string, unknown> = {}
  for (const name of session.inputNames) {
    if (name.startsWith('past')) past[name] = ort('float32', new Float32Array(), [rows, 2, 0, 64])
  }
  let next = BigInt64Array.from({ length: rows * ids.length }, (_, i) => BigInt(ids[i % ids.length]!))
  for (let length = ids.length, step = 0; step < maxTokens; step++, length++) {
    const outputs = await session.run({
      input_ids: ort('int64', next, [rows, next.length / rows]),
      attention_mask: ort('int64', new BigInt64Array(rows * length).fill(1n), [rows, length]),
      num_logits_to_keep: ort('int64', BigInt64Array.of(1n), []),
      ...past,
    })
    next = argmaxRows(outputs.logits!, rows)
    past = Object.fromEntries(
      session.outputNames
        .filter((name) => name.startsWith('present'))
        .map((name) => [name.replace('present', 'past_key_values'), outputs[name]]),
    )
  }
  return rows * maxTokens
}

function argmaxRows({ data }: OrtTensor, rows: number) {
  const width = data.length / rows
  return BigInt64Array.from({ length: rows }, (_, row) => {
    let best = 0
    for (let id = 1; id < width; id++) if (data[row * width + id]! > data[row * width + best]!) best = id
    return BigInt(best)
  })
}
