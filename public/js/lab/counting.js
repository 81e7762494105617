// @ts-check

/** The smallest language model there is: counts of the next word after one or two words. Pure. */

/** Sentences to count: short, with words that come back. */
export const SAMPLE_TEXT = `The cat sat on the mat. The cat saw the dog. The dog saw the cat and ran.
The cat sat by the fire. The dog sat on the mat. The bird saw the cat and flew.
A cat ran after the bird. The dog ran after the cat. The cat sat on the wall.`

/** Stands for the end of a sentence. */
const END = '.'

/**
 * Words in lower case, sentence by sentence; every sentence ends with "." whatever ended it.
 * @param {string} text @returns {string[][]}
 */
export function sentencesOf(text) {
  return text
    .toLowerCase()
    .split(/[.!?…]+/u)
    .map((sentence) => sentence.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [])
    .filter((words) => words.length > 0)
    .map((words) => [...words, END])
}

/**
 * What follows a context, most frequent first, ties by first appearance. A context does not reach across sentences.
 * @typedef {{ word: string, count: number }} Counted
 * @param {string} text @param {string} context one or two words
 * @returns {{ words: string[], counts: Counted[], total: number } | { message: string }}
 */
export function countNext(text, context) {
  const sentences = sentencesOf(text)
  if (sentences.length === 0) return { message: 'There is no word in this text; paste a few sentences.' }
  const words = (sentencesOf(context)[0] ?? []).filter((word) => word !== END)
  if (words.length < 1 || words.length > 2) {
    return { message: `A context is one or two words, got ${words.length || 'none'}.` }
  }
  /** @type {Map<string, number>} */
  const counts = new Map()
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

/** Names the context that never came, and one that did. @param {string[][]} sentences @param {string[]} words */
function unseen(sentences, words) {
  const last = words.at(-1) ?? ''
  const known = sentences.some((sentence) => sentence.includes(last))
  const hint = known && words.length > 1 ? last : sentences[0]?.[0]
  return `“${words.join(' ')}” never occurs in this text, so nothing was counted after it; try “${hint}”.`
}
