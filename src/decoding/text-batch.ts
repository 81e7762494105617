import type { Batch } from './model.ts'

/** A prompt, read in one forward, and what follows, read token by token: the two round differently. */
export interface ReadText {
  readonly prompt: readonly number[]
  readonly rest: readonly number[]
}

/** Answers the model's logits after some texts: a row each, by token id. */
export type ReadTexts = (texts: readonly ReadText[]) => Promise<readonly Float32Array[]>

/** A batch over whoever reads texts: it holds no cache, and every step asks for its texts anew. */
export async function openTexts(texts: readonly ReadText[], read: ReadTexts): Promise<Batch> {
  const rows = await read(texts)
  return {
    rows: rows.map((logits) => ({ logits })),
    extend: (children) =>
      openTexts(
        children.map(({ parent, token, dropped = 0 }) => {
          const { prompt, rest } = texts[parent]!
          return token === undefined
            ? { prompt, rest }
            : { prompt, rest: [...rest.slice(0, rest.length - dropped), token] }
        }),
        read,
      ),
    dispose: () => {},
  }
}
