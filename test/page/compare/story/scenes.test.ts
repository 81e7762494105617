import { describe, expect, it } from 'vitest'
import { writeLane } from '../../../../src/page/compare/chain/lane-chain.ts'
import type { LaneFacts } from '../../../../src/page/compare/story/lesson.ts'
import { SCENES } from '../../../../src/page/compare/story/scenes.ts'
import { pageOf } from '../render.tsx'

const facts = (more: Partial<LaneFacts>): LaneFacts => ({
  letter: 'X',
  tokens: 100,
  tail: 0,
  loops: undefined,
  probability: 0.05,
  ...more,
})
const [greedy, beam, pure, nucleus, person] = SCENES.map(({ found }) => found!)

describe('the words of a scene', () => {
  it('state how a text loops where it does, and claim nothing where it does not', () => {
    const loops = 'repeats one sentence 10 times'
    const first = facts({ letter: 'A', probability: 0.25 })
    expect(greedy!(facts({ loops }), first)).toContain(`Lane X ${loops}.`)
    expect(beam!(facts({ loops, probability: 0.5 }), first)).toContain(`Lane X ${loops}.`)
    expect(greedy!(facts({}), first)).toContain('does not loop')
    expect(beam!(facts({}), first)).toContain('does not loop')
  })

  it('hold what beam search found against the first lane', () => {
    const first = facts({ letter: 'A', probability: 0.25 })
    expect(beam!(facts({ probability: 0.418 }), first)).toContain(
      'is likelier than that of lane A: as likely as if each of its tokens had a probability of 42%; ' +
        'for lane A that is 25%.',
    )
    expect(beam!(facts({ probability: 0.2 }), first)).toContain('no likelier than that of lane A')
  })

  it('count the tokens from the tail', () => {
    const first = facts({})
    expect(pure!(facts({ tail: 7 }), first)).toMatch('7 of the 100 tokens in lane X are')
    expect(pure!(facts({}), first)).toContain('no draw of lane X fell into the tail')
    expect(nucleus!(facts({}), first)).toContain('None of the 100 tokens in lane X is dotted, and it does')
    expect(nucleus!(facts({ loops: 'repeats 2 sentences 3 times' }), first)).toContain('it repeats 2 sent')
    expect(person!(facts({ tail: 3, tokens: 99 }), first)).toContain('3 of its 99 tokens are')
    expect(person!(facts({ tail: 1, tokens: 99 }), first)).toContain('1 of its 99 tokens is')
    expect(person!(facts({}), first)).toContain('None of its 100 tokens is dotted')
    expect(person!(facts({ probability: 0.0312 }), facts({ letter: 'A', probability: 0.33 }))).toContain(
      'as if each of its tokens had a probability of 3.1%; for lane A that is 33%.',
    )
  })

  it('are about lanes that keep their letters', () => {
    const keyOf = new Map<string, number>()
    for (const { key, chain } of SCENES.flatMap(({ lanes }) => lanes)) {
      expect(keyOf.get(chain) ?? key).toBe(key)
      keyOf.set(chain, key)
    }
    // The page's own lanes have the same letters after it.
    for (const { key, chain } of pageOf().settings.peek().lanes) expect(keyOf.get(writeLane(chain))).toBe(key)
  })
})
