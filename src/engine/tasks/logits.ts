import { parseLogitsRequest, readLogits } from '../../runs/remote/logits.ts'
import { withModels } from '../../runs/run/with-models.ts'
import type { ModelTask } from './task.ts'

/** A model's logits after some texts. */
interface LogitsResult {
  readonly model: string
  /** By text: float32 by token id, little-endian, in base64. */
  readonly logits: readonly string[]
}

export const logitsTask: ModelTask<LogitsResult> = async (input, { library, signal }) => {
  const request = parseLogitsRequest(input)
  return withModels(library, [request.model], signal, async (model) => {
    const rows = await readLogits(model!, request)
    return { model: model!.info.id, logits: rows.map(base64Of) }
  })
}

const base64Of = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64')
