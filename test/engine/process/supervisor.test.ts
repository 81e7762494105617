import { afterAll, expect, it } from 'vitest'
import { superviseEngine } from '../../../src/engine/process/supervisor.ts'

let ends = 0
const refuse = async () => Promise.reject(new Error('nothing is lent here'))
const handlers = { borrow: refuse, makeRoom: refuse, giveBack: refuse }
const supervisor = superviseEngine({ NUCLEUS_DEFAULT_MODEL: 'books-13m' }, handlers, () => void ends++)
afterAll(() => supervisor.close())

const killed = async () => {
  const before = ends
  process.kill(supervisor.processId!, 'SIGKILL')
  await expect.poll(() => ends).toBe(before + 1)
}

it('has another engine at once where one ended soon, and waits where the next one did, too', async () => {
  await killed()
  expect(supervisor.current().isOver).toBe(false)
  expect(supervisor.restarts).toBe(1)
  await killed()
  expect(supervisor.current().isOver).toBe(true)
  await expect.poll(() => supervisor.restarts).toBe(2)
  expect(supervisor.current().isOver).toBe(false)
})
