import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createOutbox } from '../../../src/engine/link/outbox.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function opened() {
  const posts: (readonly string[])[] = []
  const outbox = createOutbox<string>((items) => posts.push(items))
  return { posts, outbox }
}

it('sends the first item at once and lets the next ones wait for the rest of 16 ms', () => {
  const { posts, outbox } = opened()
  outbox.add('start', false)
  vi.advanceTimersByTime(1)
  expect(posts).toEqual([['start']])
  vi.advanceTimersByTime(9)
  outbox.add('a', false)
  vi.advanceTimersByTime(4)
  outbox.add('b', false)
  expect(posts).toHaveLength(1)
  vi.advanceTimersByTime(4)
  expect(posts).toEqual([['start'], ['a', 'b']])
})

it('sends an urgent item at once, with what waited and what comes in the same turn', () => {
  const { posts, outbox } = opened()
  outbox.add('start', false)
  vi.advanceTimersByTime(1)
  outbox.add('a', false)
  outbox.add('first text', true)
  outbox.add('beside it', false)
  vi.advanceTimersByTime(1)
  expect(posts).toEqual([['start'], ['a', 'first text', 'beside it']])
})
