import { describe, expect, it } from 'vitest'
import { act } from '../../../src/page/lab/actions.ts'
import { countNext, SAMPLE_TEXT, sentencesOf } from '../../../src/page/lab/counting.ts'
import { requestOf } from '../../../src/page/lab/request.ts'
import { stateFrom } from '../../../src/page/lab/state.ts'
import { runLab } from '../../../src/runs/lab/lab.ts'

const state = (query = '') => stateFrom(new URLSearchParams(query))

describe('counting', () => {
  it('counts what follows one word, sentence by sentence', () => {
    expect(countNext('The cat sat. The cat ran. A dog sat.', 'cat')).toEqual({
      words: ['cat'],
      counts: [
        { word: 'sat', count: 1 },
        { word: 'ran', count: 1 },
      ],
      total: 2,
    })
  })

  it('counts the end of a sentence as a word, and does not reach across it', () => {
    const counted = countNext('I see. See me! See', 'see')
    expect(counted).toMatchObject({
      counts: [
        { word: '.', count: 2 },
        { word: 'me', count: 1 },
      ],
    })
    expect(countNext('One two. Three four.', 'two three')).toHaveProperty('message')
  })

  it('takes two words of context, overlapping ones too', () => {
    expect(countNext('no no no no', 'no no')).toMatchObject({
      counts: [
        { word: 'no', count: 2 },
        { word: '.', count: 1 },
      ],
    })
  })

  it('keeps words with apostrophes, accents and hyphens whole', () => {
    expect(sentencesOf('Don’t re-read Éluard’s 3 poems…')).toEqual([
      ['don’t', 're-read', 'éluard’s', '3', 'poems', '.'],
    ])
  })

  it.each([
    ['', 'cat', 'There is no word in this text; paste a few sentences.'],
    ['The cat sat.', ' ', 'A context is one or two words, got none.'],
    ['The cat sat.', 'the cat sat', 'A context is one or two words, got 3.'],
    ['The cat sat.', 'cow', '“cow” never occurs in this text, so nothing was counted after it; try “the”.'],
    [
      'The cat sat.',
      'a cat',
      '“a cat” never occurs in this text, so nothing was counted after it; try “cat”.',
    ],
  ])('of %j after %j states why not', (text, context, message) => {
    expect(countNext(text, context)).toEqual({ message })
  })

  it('of the supplied text loads as counts whose shares are the raw probabilities', () => {
    const { state: counted } = act(
      state(),
      'count',
      new URLSearchParams({ text: SAMPLE_TEXT, context: 'the cat' }),
    )
    const { candidates } = runLab(requestOf(counted)).lanes[0]!
    const total = counted.entries.reduce((sum, { value }) => sum + Number(value), 0)
    expect(total).toBeGreaterThan(5)
    for (const { token, raw } of candidates) {
      const count = Number(counted.entries.find(({ word }) => word === token)!.value)
      expect(raw).toBeCloseTo(count / total, 12)
    }
  })
})
