import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ArenaRows, type HeldRow } from '../../../src/models/runtime/arena-rows.ts'

const SHAPES = [{ past: 'past', present: 'present', heads: 2, width: 4 }]
/** A row's text: its number, over and over. */
const textOf = (number: number, length: number) => new Float32Array(length * 2 * 4).fill(number)

function held(count: number): { rows: ArenaRows; all: HeldRow[] } {
  const rows = new ArenaRows(SHAPES, 16)
  const all = Array.from({ length: count }, (_, number) => {
    const row = rows.add()
    row.length = 1 + (number % 16)
    rows.arena.write(row.place, textOf(number, row.length), row.length)
    return row
  })
  return { rows, all }
}

it('brings any rows side by side, and every row keeps its text', () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.nat(19), { minLength: 1 }), { maxLength: 12 }), (groups) => {
      const { rows, all } = held(20)
      for (const group of groups) {
        const wanted = group.map((number) => all[number]!)
        const first = rows.bringTogether(wanted)
        expect(wanted.map(({ place }) => place)).toEqual(wanted.map((_, index) => first + index))
      }
      for (const [number, { place, length }] of all.entries())
        expect(rows.arena.read(place, length)).toEqual(textOf(number, length))
      expect(new Set(all.map(({ place }) => place)).size).toBe(20)
    }),
    { numRuns: 30 },
  )
})

it('lets groups that take turns lie where they are, once each was brought together', () => {
  const { rows, all } = held(90)
  const groups = [0, 1, 2].map((group) => all.filter((_, number) => number % 3 === group))
  const takeTurns = () => {
    for (const group of groups) rows.bringTogether(group)
    return all.map(({ place }) => place)
  }
  for (let turn = 0; turn < 4; turn++) takeTurns()
  expect(takeTurns()).toEqual(takeTurns())
})
