import type { Batch, Child } from '../../decoding/model.ts'
import type { OnnxBatch } from './onnx-batch.ts'

/**
 * A batch whose rows each have a forward of their own, for graphs in which rows would move each other: dynamic 8-bit
 * exports scale their activations over the whole batch. A row is what it would be alone, to the bit.
 * @param forwards one a row, run one after the other
 */
export async function openSeparateRows(forwards: readonly (() => Promise<OnnxBatch>)[]): Promise<Batch> {
  const opened: OnnxBatch[] = []
  const dispose = () => {
    for (const batch of opened) batch.dispose()
  }
  try {
    for (const run of forwards) opened.push(await run())
  } catch (error) {
    dispose()
    throw error
  }
  return {
    rows: opened.flatMap(({ rows }) => rows),
    async extend(children: readonly Child[]) {
      try {
        return await openSeparateRows(
          children.map(
            ({ parent, token }) =>
              () =>
                opened[parent]!.follow(token),
          ),
        )
      } finally {
        dispose()
      }
    },
    dispose,
  }
}
