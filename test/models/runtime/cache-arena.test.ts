import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { CacheArena } from '../../../src/models/runtime/cache-arena.ts'

const SHAPES = [{ past: 'past', present: 'present', heads: 4, width: 64 }]
const MEGABYTE = 2 ** 20

it('gives a large arena back to the system at once, and asks it for what is written only', async () => {
  const resident = () => process.memoryUsage.rss() / MEGABYTE
  const before = resident()
  const arena = new CacheArena(SHAPES, 8192, 64)
  // 512 MB of addresses.
  expect(resident() - before).toBeLessThan(64)
  const row = new Float32Array(8192 * 4 * 64).fill(1)
  for (let place = 0; place < 32; place++) arena.write(place, row, 8192)
  expect(resident() - before).toBeGreaterThan(200)
  expect(arena.tokens).toBe(32 * 8192)
  arena.free()
  await expect
    .poll(async () => {
      await sleep(20)
      return resident() - before
    })
    .toBeLessThan(100)
})

it('keeps what rows hold when it grows, shrinks, and swaps them', () => {
  const arena = new CacheArena(SHAPES, 16, 2)
  const text = (seed: number, length: number) =>
    Float32Array.from({ length: length * 4 * 64 }, (_, index) => seed + index)
  arena.write(0, text(1, 3), 3)
  arena.write(1, text(1000, 5), 5)
  arena.resize(8)
  arena.swapRows(0, 3, 1, 5)
  arena.copyRow(arena, 1, 6, 3)
  const roomy = new CacheArena(SHAPES, 32, 1)
  roomy.copyRow(arena, 0, 0, 5)
  expect(arena.read(0, 5)).toEqual(text(1000, 5))
  expect(arena.read(1, 3)).toEqual(text(1, 3))
  expect(arena.read(6, 3)).toEqual(text(1, 3))
  expect(roomy.read(0, 5)).toEqual(text(1000, 5))
  arena.resize(1)
  expect(arena.read(0, 5)).toEqual(text(1000, 5))
})
