/** The smallest language model there is: counts of the next word after one or two words. */

/** Sentences to count: short, with words that come back. */
export const SAMPLE_TEXT = `The cat sat on the mat. The cat saw the dog. The dog saw the cat and ran.
The cat sat by the fire. The dog sat on the mat. The bird saw the cat and flew.
A cat ran after the bird. The dog ran after the cat. The cat sat on the wall.`

/** The word for the end of a sentence. */
const END = '.'

/**
 * Words in lower case, sentence by sentence; every sentence ends with "." whatever ended it.
 */
export function sentencesOf(text: string): string[][] {
  return text
    .toLowerCase()
    .split(/[.!?…]+/u)
    .map((sentence) => sentence.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [])
    .filter((words) => words.length > 0)
    .map((words) => [...words, END])
}

interface CountedWords {
  /** The context as it was found. */
  readonly words: readonly string[]
  readonly counts: readonly { readonly word: string; readonly count: number }[]
  readonly total: number
}

/**
 * What follows a context, most frequent first, ties by first appearance. A context does not reach across
 * sentences.
 * @param context one or two words
 */
export function countNext(text: string, context: string): CountedWords | { readonly message: string } {
  const sentences = sentencesOf(text)
  if (sentences.length === 0) return { message: 'There is no word in this text; paste a few sentences.' }
  const words = (sentencesOf(context)[0] ?? []).filter((word) => word !== END)
  if (words.length < 1 || words.length > 2) {
    return { message: `A context is one or two words, got ${words.length || 'none'}.` }
  }
  const counts = new Map<string, number>()
  for (const sentence of sentences) {
    for (let at = words.length; at < sentence.length; at++) {
      if (words.every((word, index) => sentence[at - words.length + index] === word)) {
        const next = sentence[at] ?? END
        counts.set(next, (counts.get(next) ?? 0) + 1)
      }
    }
  }
  if (counts.size === 0) return { message: unseen(sentences, words) }
  const sorted = [...counts].map(([word, count]) => ({ word, count })).sort((a, b) => b.count - a.count)
  return { words, counts: sorted, total: sorted.reduce((sum, { count }) => sum + count, 0) }
}

/** Names the context that never came, and one that did. */
function unseen(sentences: readonly string[][], words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  const known = sentences.some((sentence) => sentence.includes(last))
  const hint = known && words.length > 1 ? last : sentences[0]?.[0]
  return `“${words.join(' ')}” never occurs in this text, so nothing was counted after it; try “${hint}”.`
}
