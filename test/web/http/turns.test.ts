import type { Request, Response } from 'express'
import { expect, it } from 'vitest'
import { takeTurns } from '../../../src/web/http/turns.ts'

it('begins requests that arrive at once over several turns of the event loop, in order', async () => {
  const handler = takeTurns()
  const begun: number[] = []
  let turns = 0
  let isOver = false
  const turn = () => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  await new Promise<void>((resolve) => {
    for (let number = 0; number < 30; number++) {
      void handler({} as Request, {} as Response, () => {
        begun.push(number)
        const until = performance.now() + 3
        while (performance.now() < until);
        if (number === 29) resolve()
      })
    }
  })
  isOver = true
  expect(begun).toEqual(Array.from({ length: 30 }, (_, number) => number))
  expect(turns).toBeGreaterThan(5)
})
