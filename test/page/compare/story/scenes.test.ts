import { describe, expect, it } from 'vitest'
import type { LaneFacts } from '../../../../src/page/compare/story/lesson.ts'
import { SCENES } from '../../../../src/page/compare/story/scenes.ts'

const facts = (more: Partial<LaneFacts>): LaneFacts => ({
  letter: 'X',
  tokens: 100,
  tail: 0,
  copies: 1,
  ...more,
})
const [greedy, beam, pure, nucleus, person] = SCENES.map(({ found }) => found!)

describe('the words of a scene', () => {
  it('count the copies that there are, and claim none where there are none', () => {
    expect(greedy!(facts({ copies: 10 }))).toContain('10 copies')
    expect(beam!(facts({ copies: 4 }))).toContain('4 copies')
    expect(greedy!(facts({}))).toContain('does not end in copies')
    expect(beam!(facts({}))).toContain('does not end in copies')
  })

  it('count the tokens from the tail', () => {
    expect(pure!(facts({ tail: 7 }))).toMatch('7 of the 100 tokens in lane X')
    expect(pure!(facts({}))).toContain('no draw of lane X fell into the tail')
    expect(nucleus!(facts({}))).toContain('none is dotted, and nothing repeats')
    expect(nucleus!(facts({ copies: 3 }))).toContain('ends in 3 copies')
    expect(person!(facts({ tail: 3, tokens: 99 }))).toContain('3 of 99 tokens')
    expect(person!(facts({}))).toContain('None of the 100 tokens is dotted')
  })

  it('are about lanes that keep their letters', () => {
    const keyOf = new Map<string, number>()
    for (const { key, chain } of SCENES.flatMap(({ lanes }) => lanes)) {
      expect(keyOf.get(chain) ?? key).toBe(key)
      keyOf.set(chain, key)
    }
  })
})
