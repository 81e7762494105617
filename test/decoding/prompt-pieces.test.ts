import { expect, it } from 'vitest'
import { promptPieces } from '../../src/decoding/prompt-pieces.ts'

const lengths = (tokens: number) =>
  promptPieces(
    Array.from({ length: tokens }, (_, index) => index),
    4,
  ).map(({ length }) => length)

it('cuts a prompt at multiples of a length, and never leaves one token alone', () => {
  expect(lengths(0)).toEqual([])
  expect(lengths(1)).toEqual([1])
  expect(lengths(4)).toEqual([4])
  expect(lengths(5)).toEqual([5])
  expect(lengths(6)).toEqual([4, 2])
  expect(lengths(9)).toEqual([4, 5])
  expect(promptPieces([1, 2, 3, 4, 5, 6], 4)).toEqual([
    [1, 2, 3, 4],
    [5, 6],
  ])
})
