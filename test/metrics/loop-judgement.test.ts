import { describe, expect, it } from 'vitest'
import { judgeLoop } from '../../src/metrics/loop.ts'
import { recurrence } from '../../src/metrics/recurrence.ts'

/** Words as tokens, punctuation on its own. */
function tokensOf(text: string): number[] {
  const ids = new Map<string, number>()
  return (text.match(/\w+|[^\w\s]/g) ?? []).map((word) => {
    if (!ids.has(word)) ids.set(word, ids.size)
    return ids.get(word)!
  })
}

const kindOf = (text: string) => judgeLoop(tokensOf(text))?.kind ?? null

const HUMAN = [
  // Jane Austen, Pride and Prejudice (1813), chapter 1.
  `It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a wife.
  However little known the feelings or views of such a man may be on his first entering a neighbourhood, this truth is so
  well fixed in the minds of the surrounding families, that he is considered the rightful property of some one or other of
  their daughters. "My dear Mr. Bennet," said his lady to him one day, "have you heard that Netherfield Park is let at last?"
  Mr. Bennet replied that he had not. "But it is," returned she; "for Mrs. Long has just been here, and she told me all about it."`,
  // Charles Dickens, A Tale of Two Cities (1859), chapter 1: as repetitive as good prose gets.
  `It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, it was the
  epoch of belief, it was the epoch of incredulity, it was the season of Light, it was the season of Darkness, it was the
  spring of hope, it was the winter of despair, we had everything before us, we had nothing before us, we were all going
  direct to Heaven, we were all going direct the other way - in short, the period was so far like the present period, that
  some of its noisiest authorities insisted on its being received, for good or for evil, in the superlative degree of
  comparison only.`,
  // Herman Melville, Moby-Dick (1851), chapter 1.
  `Call me Ishmael. Some years ago - never mind how long precisely - having little or no money in my purse, and nothing
  particular to interest me on shore, I thought I would sail about a little and see the watery part of the world. It is a
  way I have of driving off the spleen and regulating the circulation. Whenever I find myself growing grim about the mouth;
  whenever it is a damp, drizzly November in my soul; whenever I find myself involuntarily pausing before coffin warehouses,
  and bringing up the rear of every funeral I meet; then, I account it high time to get to sea as soon as I can.`,
]

describe('what counts as a loop', () => {
  it('is a phrase that follows itself at the end', () => {
    expect(kindOf('She opened the door. I do not know. I do not know. I do not know.')).toBe('end')
  })

  it('is a sentence that comes back with others between', () => {
    const text =
      'The king was very old and very tired. He called his son. The king was very old and very tired. ' +
      'Nobody came to the hall. The king was very old and very tired. A dog barked at the moon outside.'
    expect(kindOf(text)).toBe('passage')
    expect(recurrence(tokensOf(text))).toMatchObject({ times: 3, length: 9, starts: [0, 14, 29] })
  })

  it('is the same sentence with another word each time', () => {
    const animals = ['dog', 'cat', 'cow', 'hen', 'fox', 'owl', 'pig', 'rat']
    const text = animals.map((one) => `There was a ${one} in the old house by the sea.`).join(' ')
    expect(judgeLoop(tokensOf(text))).not.toBeNull()
  })

  it('is a page that comes back once', () => {
    const page = Array.from({ length: 60 }, (_, index) => index)
    const passage = { length: 60, times: 2, starts: [0, 61] }
    expect(judgeLoop([...page, 99, ...page])).toEqual({ kind: 'near', passage, repeated: 0.57 })
    expect(judgeLoop([...page, 99, ...page.toReversed()])).toBeNull()
  })

  it('has a passage in every near-loop, one of 4 tokens where none is longer', () => {
    // A run of five tokens of one kind has one 4-gram twice; they are all over the end of the text.
    const fours = Array.from({ length: 30 }, (_, index) => [0, 1, 2, 3].map((one) => 4 * index + one))
    const shuffled = fours.map((_, index) => fours[(7 * index) % 30]!)
    const found = judgeLoop([...fours.flat(), ...shuffled.flat(), ...fours.flat().slice(0, 40)])
    expect(found?.kind).toBe('near')
    expect(found?.passage).toMatchObject({ length: 40, times: 2 })
  })

  it.each(HUMAN)('is not human prose: %.40s', (text) => {
    expect(kindOf(text)).toBeNull()
  })

  it('is not a text too short to go round', () => {
    expect(judgeLoop([])).toBeNull()
    expect(judgeLoop([1, 2, 3])).toBeNull()
    expect(recurrence([1, 1, 1])).toBeNull()
  })
})

describe('the passage that recurs', () => {
  it('is the one whose copies cover most, and its copies do not overlap', () => {
    const period = [1, 2, 3, 4, 5, 6]
    const found = recurrence([9, 8, ...period, ...period, ...period, ...period, 7])
    expect(found).toEqual({ length: 6, times: 4, starts: [2, 8, 14, 20] })
    expect(recurrence(Array.from({ length: 23 }, () => 1))).toMatchObject({ length: 7, times: 3 })
  })

  it('is found at the end of a text of any length', () => {
    const noise = Array.from({ length: 3000 }, (_, index) => index + 100)
    const found = recurrence([...noise, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 9, 1, 2, 3, 4, 5])
    expect(found).toEqual({ length: 5, times: 3, starts: [3000, 3006, 3012] })
  })
})
