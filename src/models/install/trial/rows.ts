import type { OnnxLanguageModel } from '../../runtime/onnx-model.ts'

type Batch = Awaited<ReturnType<OnnxLanguageModel['prefill']>>

/** Rows side by side that are tried: kernels differ by the number of rows. */
const ROWS = [2, 3, 5, 8, 16]

/** Texts to try a model on: equally long prompts, and tokens to go on with, one a row. */
interface RowTexts {
  readonly prompts: readonly (readonly number[])[]
  readonly next: readonly number[]
}

/** The logits after each of two steps, of some rows. */
type Steps = readonly [readonly Float32Array[], readonly Float32Array[]]

/**
 * Whether a row's logits depend, in any bit, on the rows beside it: the first and the last row of batches of
 * several sizes, prompts side by side and two steps behind one prompt, against the same rows alone.
 */
export async function mixesRows(model: OnnxLanguageModel, texts: RowTexts): Promise<boolean> {
  const { prompts, next } = texts
  if (await mixesPrompts(model, prompts)) return true
  const alone = new Map<number, Steps>()
  for (const rows of ROWS) {
    const together = await twoSteps(model, prompts[0]!, next.slice(0, rows))
    for (const row of [0, rows - 1]) {
      const single = alone.get(row) ?? (await twoSteps(model, prompts[0]!, [next[row]!]))
      alone.set(row, single)
      if (!isSame(single[0][0]!, together[0][row]!) || !isSame(single[1][0]!, together[1][row]!)) return true
    }
  }
  return false
}

async function mixesPrompts(
  model: OnnxLanguageModel,
  prompts: readonly (readonly number[])[],
): Promise<boolean> {
  const together = await rowsOf(model.prefillMany(prompts))
  for (const [row, prompt] of prompts.entries()) {
    const [alone] = await rowsOf(model.prefill(prompt))
    if (!isSame(alone!, together[row]!)) return true
  }
  return false
}

async function rowsOf(opening: Promise<Batch>): Promise<Float32Array[]> {
  const batch = await opening
  const rows = copies(batch)
  batch.dispose()
  return rows
}

const copies = (batch: Batch): Float32Array[] => batch.rows.map(({ logits }) => logits.slice())

/** One row a token behind the prompt, then one more token each. */
async function twoSteps(
  model: OnnxLanguageModel,
  prompt: readonly number[],
  next: readonly number[],
): Promise<Steps> {
  let batch = await model.prefill(prompt)
  batch = await batch.extend(next.map((token) => ({ parent: 0, token })))
  const first = copies(batch)
  batch = await batch.extend(next.map((token, parent) => ({ parent, token: (token + 1) % 256 })))
  const second = copies(batch)
  batch.dispose()
  return [first, second]
}

/** The same to the bit. */
export const isSame = (left: Float32Array, right: Float32Array): boolean =>
  left.length === right.length && left.every((value, index) => Object.is(value, right[index]))
