import { describe, expect, it } from 'vitest'
import type { StepRecord } from '../../../src/runs/run/events.ts'
import { type CompletionTextOptions, createCompletionText } from '../../../src/web/openai/completion-text.ts'

const step = (text: string): StepRecord => ({
  text,
  token: 0,
  logprob: -1,
  rank: 1,
  entropy: 1,
  kept: 1,
  keptMass: 1,
  u: null,
})

/** Feeds token after token; returns what was shown after each, and at the end. */
function feed(
  stops: string[],
  tokens: string[],
  end = 'length',
  options: Omit<CompletionTextOptions, 'stops'> = {},
) {
  const text = createCompletionText({ stops, ...options })
  let from = 0
  const shown = tokens.map((token, fromStep) => {
    const delta = {
      type: 'lane-delta',
      lane: 0,
      sample: 0,
      from,
      text: token,
      fromStep,
      steps: [step(token)],
    } as const
    from += token.length
    return text.take(delta)
  })
  shown.push(text.end(end))
  return {
    texts: shown.map((piece) => piece.text),
    tokens: shown.flatMap(({ steps }) => steps.map((one) => one.step.text)),
    offsets: shown.flatMap(({ steps }) => steps.map(({ offset }) => offset)),
    finish: text.finish,
    count: text.steps.length,
    stop: text.stopSequence,
  }
}

describe('a completion’s text', () => {
  it('arrives token by token where nothing stops it', () => {
    expect(feed([], ['A', ' b', ' c'])).toEqual({
      texts: ['A', ' b', ' c', ''],
      tokens: ['A', ' b', ' c'],
      offsets: [0, 1, 3],
      finish: 'length',
      count: 3,
      stop: null,
    })
  })

  it('ends before a stop sequence that spans tokens, no part of which was shown', () => {
    expect(feed(['\n\nQ:'], ['A', '\n', '\n', 'Q', ':', ' more'])).toEqual({
      texts: ['A', '', '', '', '', '', ''],
      tokens: ['A'],
      offsets: [0],
      finish: 'stop',
      count: 5,
      stop: '\n\nQ:',
    })
  })

  it('shows what only looked like a stop sequence as soon as that is clear', () => {
    expect(feed(['END'], ['x E', 'N', 'ough'], 'end-of-text')).toEqual({
      texts: ['x ', '', 'ENough', ''],
      tokens: ['x E', 'N', 'ough'],
      offsets: [0, 3, 4],
      finish: 'stop',
      count: 3,
      stop: null,
    })
  })

  it('shows what was held back when the text ends there', () => {
    expect(feed(['END'], ['x', ' EN']).texts).toEqual(['x', ' ', 'EN'])
  })

  it('is cut inside a token, at the earliest of several stops', () => {
    const { texts, tokens } = feed(['dog', 'cat'], ['a hotdog and', ' a cat'])
    expect(texts.join('')).toBe('a hot')
    expect(tokens).toEqual(['a hotdog and'])
  })

  it.each([
    [['abcd', 'bc'], ['xabcdy'], 'xa', 'bc'],
    [['abcd', 'bc'], ['xa', 'b', 'c', 'd'], 'xa', 'bc'],
    [['bc', 'abc'], ['xabcd'], 'x', 'abc'],
    [['d', 'b'], ['abcd'], 'a', 'b'],
  ])(
    'ends at the first of %j to be complete in the text of %j, wherever tokens end',
    (stops, tokens, expected, stop) => {
      const fed = feed(stops, tokens)
      expect([fed.texts.join(''), fed.stop]).toEqual([expected, stop])
    },
  )

  it('shows the stop sequence where that is asked for', () => {
    expect(feed(['.'], ['One', '. Two'], 'length', { showsStop: true }).texts.join('')).toBe('One.')
  })

  it('counts offsets in code points', () => {
    expect(feed([], ['😀', ' é', ' x']).offsets).toEqual([0, 1, 3])
  })

  it('waits for the end where what was chosen can still change', () => {
    const fed = feed(['c'], ['a', 'b', 'c', 'd'], 'length', { isRevised: true })
    expect(fed).toMatchObject({ texts: ['', '', '', '', 'ab'], finish: 'stop', stop: 'c' })
  })
})
