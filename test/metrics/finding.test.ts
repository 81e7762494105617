import { describe, expect, it } from 'vitest'
import { type FoundText, findingOf, type HumanRanges } from '../../src/metrics/finding.ts'
import { measureText } from '../../src/metrics/registry.ts'

const HUMAN: HumanRanges = {
  perplexity: { low: 19, high: 83 },
  'surprisal-sd-nats': { low: 2.3, high: 3.3 },
  'seq-rep-2': { low: 0, high: 0.12 },
  'seq-rep-4': { low: 0, high: 0.02 },
  'repetition-paper': { low: 0, high: 0 },
}

/** A text whose tokens have the log-probabilities given, in turn. */
function found(text: string, logprobs: readonly number[] = [-3.5]): FoundText {
  const ids = new Map<string, number>()
  const tokens = (text.match(/\s*\w+|[^\w\s]/g) ?? []).map((piece) => {
    if (!ids.has(piece)) ids.set(piece, ids.size)
    return { token: ids.get(piece)!, text: piece }
  })
  const record = {
    tokens: tokens.map(({ token }) => token),
    logprobs: tokens.map((_, index) => logprobs[index % logprobs.length]!),
  }
  return { tokens, metrics: measureText(record) }
}

const prose =
  'It is a truth universally acknowledged that a single man in possession of a good fortune must be in ' +
  'want of some ' +
  'wife. However little known the feelings or views of such people may seem when first entering their ' +
  'neighbourhood.'
const varied = [-0.3, -7.1, -1.5, -4.9, -0.8, -6.6]

describe('the finding of a lane', () => {
  it('counts the sentence that it repeats', () => {
    const text = 'She was so happy that she could not sleep at night.'
    const lane = found(` ${Array.from({ length: 10 }, () => text).join(' ')}`)
    expect(findingOf([lane], HUMAN)).toBe('Repeats one sentence 10 times.')
  })

  it('states how long a phrase without an end is', () => {
    const lane = found(` ${Array.from({ length: 9 }, () => 'on and on and up').join(' ')}`)
    expect(findingOf([lane], HUMAN)).toBe('Repeats a phrase of 5 tokens 9 times.')
  })

  it('states where the surprisal lies beside human text', () => {
    expect(findingOf([found(prose, [-6])], HUMAN)).toBe(
      'Wanders: surprisal 8.7 bits a token, human text 4.2 to 6.4; 0% of 4-grams repeated.',
    )
    expect(findingOf([found(prose, [-1])], HUMAN)).toBe(
      'Plays safe: surprisal 1.4 bits a token, human text 4.2 to 6.4; 0% of 4-grams repeated.',
    )
  })

  it('gives figures where all is within the human range, and names first what is not', () => {
    const text = found(prose, varied)
    const surprisal = 'surprisal 5.1 bits a token, human text 4.2 to 6.4'
    expect(findingOf([text], HUMAN)).toBe(`0% of 4-grams repeated; ${surprisal}.`)
    expect(findingOf([text, text], HUMAN)).toBe(`All samples: 0% of 4-grams repeated; ${surprisal}.`)
    const repeating = (id: string, metrics = text.metrics) => ({
      ...text,
      metrics: { ...metrics, [id]: 0.2 },
    })
    expect(findingOf([repeating('seq-rep-4')], HUMAN)).toBe(
      `20% of 4-grams repeated, human text at most 2%; ${surprisal}.`,
    )
    expect(findingOf([repeating('seq-rep-2')], HUMAN)).toBe(
      `20% of 2-grams repeated, human text at most 12%; ${surprisal}.`,
    )
    expect(findingOf([repeating('seq-rep-4', found(prose, [-6]).metrics)], HUMAN)).toMatch(
      /^Wanders: .*; 20% of 4-grams repeated, human text at most 2%\.$/,
    )
    const { perplexity } = HUMAN
    expect(findingOf([text], { perplexity: perplexity! })).toBe(`0% of 4-grams repeated; ${surprisal}.`)
  })

  it('goes without human figures, and without log-probabilities', () => {
    expect(findingOf([found(prose)])).toBe('0% of 4-grams repeated, at 5.0 bits a token.')
    const { tokens, metrics } = found(prose)
    expect(findingOf([{ tokens, metrics: { ...metrics, perplexity: null } }], HUMAN)).toBe(
      '0% of 4-grams repeated.',
    )
  })

  it('counts the tokens from the tail, of all texts together', () => {
    const text = found(prose, varied)
    const { length } = text.tokens
    expect(findingOf([{ ...text, tail: 4 }], HUMAN)).toBe(
      `4 of ${length} tokens from the tail; 0% of 4-grams repeated; surprisal 5.1 bits a token, human ` +
        'text 4.2 to 6.4.',
    )
    expect(findingOf([{ ...text, tail: 0 }], HUMAN)).toBe(
      'No token from the tail; 0% of 4-grams repeated; surprisal 5.1 bits a token, human text 4.2 to 6.4.',
    )
    const two = [
      { ...text, tail: 4 },
      { ...text, tail: 3 },
    ]
    expect(findingOf(two, HUMAN)).toMatch(`7 of ${2 * length} tokens from the tail`)
    expect(findingOf([{ ...text, tail: 4 }, text], HUMAN)).not.toMatch('tail')
  })

  it('counts the samples that loop, and goes by the means of the rest', () => {
    const loop = found(` ${Array.from({ length: 12 }, () => 'I do not know.').join(' ')}`, [-3.5])
    expect(findingOf([loop, found(prose), found(prose)], HUMAN)).toMatch(/^1 of 3 samples loop; /)
  })

  it('states nothing of a text too short to judge', () => {
    expect(findingOf([found('Once upon a time.')], HUMAN)).toBeUndefined()
    expect(findingOf([], HUMAN)).toBeUndefined()
  })
})
