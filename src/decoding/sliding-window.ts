import type { Batch, Child, LanguageModel, Row } from './model.ts'

/** Positions one forward may hold; a graph may return the logits of every one of them. */
const POSITIONS = 512

/** A text, and the model's logits after the end of it that it sees. */
interface SeenText {
  readonly text: readonly number[]
  /** Absent until it is read. */
  readonly row?: Row
}

/**
 * A batch whose rows see their last `size` tokens only: no cache can forget, so every forward reads the
 * windows anew.
 * @param texts equally long, one a row
 */
export function openSlidingWindow(
  model: LanguageModel,
  texts: readonly (readonly number[])[],
  size: number,
): Promise<Batch> {
  return openWindows(
    model,
    texts.map((text) => ({ text })),
    size,
  )
}

async function openWindows(model: LanguageModel, seen: readonly SeenText[], size: number): Promise<Batch> {
  const rows = await readAll(model, seen, size)
  return {
    rows,
    extend: (children) =>
      openWindows(
        model,
        children.map((child) => childOf(seen[child.parent]!.text, rows[child.parent]!, child)),
        size,
      ),
    // Its rows are copies.
    dispose: () => {},
  }
}

const childOf = (text: readonly number[], row: Row, { token, dropped = 0 }: Child): SeenText =>
  token === undefined ? { text, row } : { text: [...text.slice(0, text.length - dropped), token] }

/** Rows in the order of the texts; those of one length share forwards. */
async function readAll(model: LanguageModel, seen: readonly SeenText[], size: number): Promise<Row[]> {
  const rows = seen.map(({ row }) => row)
  const unread = new Map<number, number[]>()
  for (const [index, { text, row }] of seen.entries()) {
    const length = Math.min(size, text.length)
    if (!row) unread.set(length, [...(unread.get(length) ?? []), index])
  }
  for (const [length, places] of unread) {
    const atOnce = Math.max(1, Math.floor(POSITIONS / length))
    for (let first = 0; first < places.length; first += atOnce) {
      const some = places.slice(first, first + atOnce)
      const batch = await model.prefillMany(some.map((place) => seen[place]!.text.slice(-size)))
      for (const [index, place] of some.entries()) rows[place] = { logits: batch.rows[index]!.logits.slice() }
      batch.dispose()
    }
  }
  return rows as Row[]
}
