import { describe, expect, it } from 'vitest'
import { excerptOf } from '../../../../src/web/pages/gallery/excerpt.ts'

const shown = (text: string) =>
  excerptOf({ lane: 'greedy', seed: 1, prompt: '', text, stop: 'length' } as never)

describe('a text in a card', () => {
  it('begins where a sentence does, the loop and what leads into it', () => {
    const opening = 'He had long been there. She rose and looked out at the sea for a while and said so.'
    const { start, copies, times } = shown(
      `${opening} "I did not know it. I did not know it. I did not know it. I did`,
    )
    expect(start).toBe('… She rose and looked out at the sea for a while and said so. "I did not know it.')
    expect(copies).toEqual(['I did not know it.', 'I did not know it.', 'I did'])
    expect(times).toBe(3)
  })

  it('begins inside where no sentence begins', () => {
    const { start, copies } = shown(`word ${'on and up '.repeat(5)}`)
    expect([start, copies[0]]).toEqual(['word', 'on and up'])
  })

  it('shows a loop that a text left again, where it is long', () => {
    const loop = (times: number) =>
      `She said. ${'He had been a fool, and '.repeat(times)}so it was that they went.`
    const { start, copies, times } = shown(loop(8))
    expect([start, copies[0], times]).toEqual(['She said.', 'He had been a fool, and', 8])
    expect(shown(loop(4)).times).toBe(0)
  })

  it('is the beginning of a text without a loop', () => {
    expect(shown('Once there was a king.')).toEqual({ start: 'Once there was a king.', copies: [], times: 0 })
  })
})
