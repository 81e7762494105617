import { describe, expect, it } from 'vitest'
import type { LaneFacts } from '../../../../src/page/compare/story/lesson.ts'
import { SCENES } from '../../../../src/page/compare/story/scenes.ts'

const facts = (more: Partial<LaneFacts>): LaneFacts => ({
  letter: 'X',
  tokens: 100,
  tail: 0,
  loops: undefined,
  bits: 3,
  ...more,
})
const [greedy, beam, pure, nucleus, person] = SCENES.map(({ found }) => found!)

describe('the words of a scene', () => {
  it('say how a text goes round where it does, and claim nothing where it does not', () => {
    const loops = 'repeats one sentence 10 times'
    const first = facts({ letter: 'A', bits: 2 })
    expect(greedy!(facts({ loops }), first)).toContain(`Lane X ${loops}.`)
    expect(beam!(facts({ loops, bits: 1 }), first)).toContain(`Lane X ${loops}.`)
    expect(greedy!(facts({}), first)).toContain('does not go round')
    expect(beam!(facts({}), first)).toContain('does not go round')
  })

  it('hold what beam search found against the first lane', () => {
    const first = facts({ letter: 'A', bits: 2 })
    expect(beam!(facts({ bits: 1.26 }), first)).toContain(
      'is likelier than that of lane A: a token surprises it by 1.3 bits on average, there by 2.0.',
    )
    expect(beam!(facts({ bits: 2.5 }), first)).toContain('no likelier than that of lane A')
  })

  it('count the tokens from the tail', () => {
    const first = facts({})
    expect(pure!(facts({ tail: 7 }), first)).toMatch('7 of the 100 tokens in lane X are')
    expect(pure!(facts({}), first)).toContain('no draw of lane X fell into the tail')
    expect(nucleus!(facts({}), first)).toContain('None of the 100 tokens in lane X is dotted, and nothing')
    expect(nucleus!(facts({ loops: 'repeats 2 sentences 3 times' }), first)).toContain('it repeats 2 sent')
    expect(person!(facts({ tail: 3, tokens: 99 }), first)).toContain('3 of the 99 tokens are')
    expect(person!(facts({ tail: 1, tokens: 99 }), first)).toContain('1 of the 99 tokens is')
    expect(person!(facts({}), first)).toContain('None of the 100 tokens is dotted')
  })

  it('are about lanes that keep their letters', () => {
    const keyOf = new Map<string, number>()
    for (const { key, chain } of SCENES.flatMap(({ lanes }) => lanes)) {
      expect(keyOf.get(chain) ?? key).toBe(key)
      keyOf.set(chain, key)
    }
  })
})
