import { describe, expect, it } from 'vitest'
import { match } from '../../../src/runs/match/match.ts'
import { parseMatchRequest } from '../../../src/runs/match/request.ts'
import { parseChain } from '../../../src/runs/request/notation.ts'
import { parseScoreRequest } from '../../../src/runs/score/request.ts'
import { score } from '../../../src/runs/score/score.ts'
import { steps, strategyDescriptions } from '../../../src/strategies/registry.ts'
import { fakeModel } from '../../fakes/fake-model.ts'

const TEXT = 'abcabbagfedcbaabcgfaabbccddeeffggabcdefgabcdef'
const model = () => fakeModel({ vocabularySize: 26 })

const matched = (input: object, from = model()) =>
  match(from, parseMatchRequest({ text: TEXT, seed: 1, ...input }))

/** Mean number of tokens that a chain keeps, by the program's own scores. */
async function widthOf(lane: string, more: object = {}): Promise<number> {
  const { tokens } = await score(model(), parseScoreRequest({ text: TEXT, seed: 1, lane, ...more }))
  return tokens.reduce((sum, { keptCount }) => sum + keptCount, 0) / tokens.length
}

describe('match', () => {
  it.each(['min-p', 'top-k', 'typical', 'temperature:0.7+min-p', 'min-p+temperature:2'])(
    'finds where %s is as wide as a nucleus, by the widths that scores have',
    async (lane) => {
      const { value, width, ...found } = await matched({ like: 'nucleus:0.8', lane })
      expect(width.like).toBeCloseTo(await widthOf('nucleus:0.8'), 9)
      expect(width.lane).toBeCloseTo(await widthOf(found.lane), 9)
      expect(parseChain(found.lane).steps.flatMap((use) => Object.values(use.parameters))).toContain(value)
      // A few letters: widths come in steps.
      expect(Math.abs(width.lane / width.like - 1)).toBeLessThan(0.2)
      expect(found.tokens).toBe(TEXT.length)
    },
  )

  it('counts a text behind its prompt as a run reads it', async () => {
    const { width } = await matched({ like: 'nucleus:0.7', lane: 'top-k', prompt: 'ab' })
    expect(width.like).toBeCloseTo(await widthOf('nucleus:0.7', { prompt: 'ab' }), 9)
  })

  it('states that no value is as wide, by the nearest one', async () => {
    const found = await matched({ like: 'greedy', lane: 'eta' })
    expect(found.width.like).toBe(1)
    expect(found.isEqual).toBe(found.width.lane <= 1.01)
  })

  it.each([
    ['min-p', 0],
    ['nucleus', 1],
    ['temperature', 1],
  ])('finds that %s is as wide as everything where it is off', async (lane, value) => {
    expect(await matched({ like: 'sample', lane })).toMatchObject({ value, isEqual: true })
  })

  it('takes the step that is named, and else the last one that cuts', async () => {
    const lane = 'top-k:9+min-p:0.01+temperature:2'
    expect((await matched({ like: 'nucleus:0.5', lane })).step).toBe('min-p')
    expect((await matched({ like: 'nucleus:0.5', lane, step: 'top-k' })).step).toBe('top-k')
  })

  it.each(steps.filter(({ family }) => family === 'truncation').map(({ id }) => id))(
    'matches %s, or states why it cannot',
    async (id) => {
      const request = () => matched({ like: 'nucleus:0.8', lane: id })
      const { parameters } = strategyDescriptions.find((one) => one.id === id)!
      if (parameters.some(({ type }) => type === 'number' || type === 'integer')) {
        expect((await request()).width.lane).toBeGreaterThanOrEqual(1)
      } else expect(request).toThrow('Expected a step with a number to look for')
    },
  )

  it.each([
    [{ like: 'beam', lane: 'min-p' }, '"beam"; beam judges whole texts'],
    [{ like: 'nucleus:0.9', lane: 'greedy' }, 'Expected a step with a number to look for in "greedy"'],
    [{ like: 'nucleus:0.9', lane: 'min-p', step: 'top-k' }, 'Expected the step "top-k" to look for'],
    [{ like: 'nucleus:0.9' }, 'lane must be a chain'],
    [{ like: 'nucleus:0.9@other', lane: 'min-p' }, 'names a model'],
  ])('refuses %j', (input, message) => {
    expect(() => parseMatchRequest({ text: 'abc', ...input })).toThrow(message)
  })

  it('refuses what changes no width, what is empty, and what takes too long', async () => {
    await expect(matched({ like: 'nucleus:0.9', lane: 'presence-penalty' })).rejects.toThrow(
      '"presence-penalty" keeps 26 tokens whatever its',
    )
    await expect(matched({ like: 'greedy', lane: 'min-p', text: '' })).rejects.toThrow('at least one token')
    const wide = fakeModel({ vocabularySize: 200_000 })
    await expect(
      matched({ like: 'nucleus:0.9', lane: 'min-p', text: 'a'.repeat(400) }, wide),
    ).rejects.toThrow(/The text is 400 tokens long.*match over at most 160 tokens/)
  })
})
