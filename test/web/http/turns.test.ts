import { expect, it } from 'vitest'
import { takeTurn } from '../../../src/web/http/turns.ts'

it('gives each of those who wait a turn of the event loop of its own', async () => {
  let turns = 0
  let isOver = false
  const turn = () => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  const seen = await Promise.all(
    Array.from({ length: 20 }, async () => {
      await takeTurn()
      return turns
    }),
  )
  isOver = true
  expect(new Set(seen).size).toBe(20)
})
