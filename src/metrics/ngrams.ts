/** The n-grams of a corpus under dense ids: equal ids, equal n tokens. They never cross texts. */
export interface Ngrams {
  readonly order: number
  /** One array a text, one id a position; empty where a text is shorter than n. */
  readonly ids: readonly Int32Array[]
  /** Distinct n-grams of the corpus; ids are below it. */
  readonly types: number
}

/** What n-grams of an order are, in words. */
export const ngramWords = (order: number): string =>
  order === 1 ? '1-grams (single tokens)' : `${order}-grams (sequences of ${order} tokens)`

/** The corpus's n-grams of orders 1 to `highest`, in that order. */
export function ngramsUpTo(texts: readonly (readonly number[])[], highest: number): Ngrams[] {
  const unigrams = intern(
    texts,
    (text) => text.length,
    (text, index) => text[index]!,
    1,
  )
  const orders = [unigrams]
  for (let order = 2; order <= highest; order++) {
    const { ids } = orders.at(-1)!
    // An n-gram is its first n - 1 tokens, already numbered, and one more token: a pair of small numbers.
    const pairs = ids.map((prefix, text) => ({ prefix, last: unigrams.ids[text]!.subarray(order - 1) }))
    const keyOf = ({ prefix, last }: (typeof pairs)[number], index: number) =>
      prefix[index]! * unigrams.types + last[index]!
    orders.push(intern(pairs, ({ last }) => last.length, keyOf, order))
  }
  return orders
}

/** The corpus's n-grams of one order. */
export function ngrams(texts: readonly (readonly number[])[], order: number): Ngrams {
  return ngramsUpTo(texts, order)[order - 1]!
}

/** How often each n-gram occurs, by id. */
export function countNgrams({ ids, types }: Ngrams): Int32Array {
  const counts = new Int32Array(types)
  for (const text of ids) for (const id of text) counts[id]! += 1
  return counts
}

function intern<Text>(
  texts: readonly Text[],
  lengthOf: (text: Text) => number,
  keyOf: (text: Text, index: number) => number,
  order: number,
): Ngrams {
  const known = new Map<number, number>()
  const ids = texts.map((text) => {
    const numbered = new Int32Array(lengthOf(text))
    for (let index = 0; index < numbered.length; index++) {
      const key = keyOf(text, index)
      const id = known.get(key) ?? known.size
      known.set(key, id)
      numbered[index] = id
    }
    return numbered
  })
  return { order, ids, types: known.size }
}
