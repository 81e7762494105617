import { describe, expect, it } from 'vitest'
import { fakeModel } from '../../../fakes/fake-model.ts'
import { runLane } from '../../../fakes/lane.ts'
import { chiSquare, criticalValue } from '../../../helpers/chi-square.ts'

const PROMPT = [3]
const LONGEST = 4

/** Tokens a, b and the end; what comes next depends on all before. */
const toyModel = () => fakeModel({ vocabularySize: 3, hasHiddenStates: false, logits: toyLogits })

function toyLogits(history: readonly number[]): number[] {
  const own = history.slice(PROMPT.length)
  const last = own.at(-1) ?? 0
  return [-1 + 0.3 * own.length, 0.5 * last, 0.9 - 0.4 * last * own.length]
}

function probabilities(history: readonly number[], banned: ReadonlySet<number>): number[] {
  const weights = toyLogits(history).map((logit, token) => (banned.has(token) ? 0 : Math.exp(logit)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

const nameOf = (tokens: readonly number[]) => tokens.map((token) => ['', 'a', 'b'][token]).join('')

/** Where one walk from a beginning ends: in texts, or back at a place with the token there to be banned. */
interface Outcome {
  readonly texts: Map<string, number>
  readonly back: Map<string, number>
}

/** The rule of the search by enumeration: the law of its texts, every way back followed. */
function lawOf(
  phrase: string,
  begun: readonly number[] = [],
  banned: ReadonlySet<number> = new Set(),
): Outcome {
  const [texts, back] = [new Map<string, number>(), new Map<string, number>()]
  const add = (to: Map<string, number>, key: string, mass: number) => to.set(key, (to.get(key) ?? 0) + mass)
  for (const [token, probability] of probabilities([...PROMPT, ...begun], banned).entries()) {
    if (probability === 0) continue
    const tokens = [...begun, token]
    const start = nameOf(tokens).indexOf(phrase)
    if (start >= 0) {
      if (start < begun.length) add(back, `${start}`, probability)
      else merge(lawOf(phrase, begun, new Set([...banned, token])), probability)
    } else if (token === 0 || tokens.length === LONGEST) add(texts, tokens.join(), probability)
    else {
      const further = lawOf(phrase, tokens)
      for (const [key, mass] of further.texts) add(texts, key, probability * mass)
      for (const [place, mass] of further.back) {
        if (Number(place) < begun.length) add(back, place, probability * mass)
        else merge(lawOf(phrase, begun, new Set([...banned, token])), probability * mass)
      }
    }
  }
  return { texts, back }

  function merge(other: Outcome, mass: number) {
    for (const [key, own] of other.texts) add(texts, key, mass * own)
    for (const [key, own] of other.back) add(back, key, mass * own)
  }
}

describe('banned phrases', () => {
  it.each(['ab', 'bb', 'aba', 'a'])(
    'leave the texts that the rule leaves, by enumeration: without "%s"',
    async (phrase) => {
      const { texts, back } = lawOf(phrase)
      expect(back.size).toBe(0)
      expect([...texts.values()].reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 12)
      const counts = new Map([...texts.keys()].map((key) => [key, 0]))
      let rewound = 0
      for (let seed = 0; seed < 1500; seed++) {
        const { tokens, steps, stop } = await runLane(
          toyModel(),
          `ban-phrases:phrases=${phrase},match=anywhere`,
          { prompt: PROMPT, maxTokens: LONGEST, seed },
        )
        expect(stop).not.toBe('error')
        expect(nameOf(tokens)).not.toContain(phrase)
        counts.set(tokens.join(), counts.get(tokens.join())! + 1)
        rewound += steps.filter((step) => step.rewound).length
      }
      const { statistic, degrees } = chiSquare([...counts.values()], [...texts.values()])
      expect(statistic).toBeLessThan(criticalValue(degrees))
      expect(rewound).toBeGreaterThan(100)
    },
  )

  it('draw what pure sampling draws until a phrase comes up', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const plain = await runLane(fakeModel(), 'top-k:5', { maxTokens: 12, seed })
      const same = await runLane(fakeModel(), 'top-k:5+ban-phrases:zzz', { maxTokens: 12, seed })
      expect(same.tokens).toEqual(plain.tokens)
      const banned = await runLane(fakeModel(), 'top-k:5+ban-phrases:phrases=ab|cd|ef,match=anywhere', {
        maxTokens: 12,
        seed,
      })
      const first = banned.steps.findIndex((step) => step.rewound)
      if (first >= 0) expect(banned.tokens.slice(0, first)).toEqual(plain.tokens.slice(0, first))
    }
  })

  it('show what was taken back, where it was, with the distribution it was replaced from', async () => {
    const model = fakeModel({ endOfText: [] })
    const { steps, tokens } = await runLane(model, 'ban-phrases:phrases=[a-d]{2},match=regex', {
      maxTokens: 14,
      seed: 3,
      trace: true,
    })
    const places = steps.flatMap((step, place) => (step.rewound ? [place] : []))
    expect(places.length).toBeGreaterThan(0)
    for (const place of places) {
      const { rewound = [], candidates = [] } = steps[place]!
      for (const { tokens: tail, match } of rewound) {
        expect(tail[0]).not.toBe(tokens[place])
        expect(match).toMatch(/^[a-d]{2}$/)
        expect(candidates.find(({ id }) => id === tail[0])?.probability ?? 0).toBe(0)
      }
    }
    expect(model.counts.open).toBe(0)
  })

  it('keep the memory of steps that learn as if the phrase had never been written', async () => {
    const chain = 'mirostat:2+ban-phrases:phrases=ab|bc|ca,match=anywhere'
    const { tokens, steps } = await runLane(fakeModel({ endOfText: [] }), chain, { maxTokens: 10, seed: 5 })
    expect(steps.some((step) => step.rewound)).toBe(true)
    const letters = tokens.map((token) => String.fromCharCode(96 + token)).join('')
    expect(letters).not.toMatch(/ab|bc|ca/)
  })

  it('end with a sentence once the budget is spent, the phrase taken back', async () => {
    const chain = 'top-k:1+ban-phrases:phrases=.,match=regex,budget=5'
    const { stop, message, tokens } = await runLane(fakeModel({ endOfText: [] }), chain, { maxTokens: 6 })
    expect(stop).toBe('error')
    expect(message).toMatch(/came up again after 5 tokens were taken back, and the budget is 5; raise it/)
    expect(tokens).toEqual([])
  })

  it('end with a sentence where nothing is left to write', async () => {
    const chain = 'ban-phrases:phrases=.,match=regex,budget=5000'
    const { stop, message } = await runLane(fakeModel({ endOfText: [] }), chain, { maxTokens: 6 })
    expect(stop).toBe('error')
    expect(message).toMatch(/^At token 1: /)
  })
})
