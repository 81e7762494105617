import type { Batch, LanguageModel, Row } from './model.ts'

/** Positions one forward may hold; a graph may return the logits of every one of them. */
const POSITIONS = 512

/**
 * A batch whose rows see their last `size` tokens only: no cache can forget, so every forward reads the
 * windows anew.
 * @param texts equally long, one a row
 */
export async function openSlidingWindow(
  model: LanguageModel,
  texts: readonly (readonly number[])[],
  size: number,
): Promise<Batch> {
  const seen = texts.map((text) => text.slice(-size))
  return {
    rows: await readAll(model, seen),
    extend: (children) =>
      openSlidingWindow(
        model,
        children.map(({ parent, token }) => [...seen[parent]!, token]),
        size,
      ),
    // Its rows are copies.
    dispose: () => {},
  }
}

async function readAll(model: LanguageModel, texts: readonly (readonly number[])[]): Promise<Row[]> {
  const atOnce = Math.max(1, Math.floor(POSITIONS / texts[0]!.length))
  const rows: Row[] = []
  for (let first = 0; first < texts.length; first += atOnce) {
    const batch = await model.prefillMany(texts.slice(first, first + atOnce))
    rows.push(...batch.rows.map(({ logits }) => ({ logits: logits.slice() })))
    batch.dispose()
  }
  return rows
}
