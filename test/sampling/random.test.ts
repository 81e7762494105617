import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freshSeed, laterStreams, randomStreams } from '../../src/sampling/random.ts'
import { criticalValue } from '../helpers/chi-square.ts'

const first = (count: number, stream: (step: number) => number) =>
  Array.from({ length: count }, (_, step) => stream(step))

describe('random streams', () => {
  it('give the same for the same seed, sample, name and step, in any order of asking', () => {
    const forward = first(50, randomStreams(7, 1)('draw'))
    const backward = randomStreams(7, 1)('draw')
    expect([...forward.keys()].reverse().map(backward).reverse()).toEqual(forward)
  })

  it('give something else for another seed, sample or name', () => {
    const streams = [
      randomStreams(7, 1)('draw'),
      randomStreams(8, 1)('draw'),
      randomStreams(7, 2)('draw'),
      randomStreams(7, 1)('xtc'),
    ]
    const seen = streams.map((stream) => first(5, stream).join())
    expect(new Set(seen).size).toBe(streams.length)
  })

  it('of different names do not disturb each other', () => {
    const streams = randomStreams(7, 1)
    const mixed = Array.from({ length: 20 }, (_, step) => {
      streams('xtc')(step)
      return streams('draw')(step)
    })
    expect(mixed).toEqual(first(20, randomStreams(7, 1)('draw')))
  })

  it('continue where a longer text would be', () => {
    const later = laterStreams(randomStreams(7, 1), 10)('draw')
    expect(first(5, later)).toEqual(first(15, randomStreams(7, 1)('draw')).slice(10))
  })

  it('are uniform in [0, 1)', () => {
    const bins = new Array<number>(100).fill(0)
    for (const u of first(20_000, randomStreams(3, 0)('draw'))) bins[Math.floor(u * 100)]! += 1
    const statistic = bins.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0)
    expect(statistic).toBeLessThan(criticalValue(99))
  })
})

it('a fresh seed is a whole number that JSON and URLs carry exactly', () => {
  const seeds = [freshSeed(), freshSeed(), freshSeed()]
  expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true)
  expect(new Set(seeds).size).toBeGreaterThan(1)
})

it('no file of ours uses Math.random', () => {
  const root = join(import.meta.dirname, '../..')
  const files = ['src', 'public', 'bench'].flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      )
    } catch {
      return []
    }
  })
  const ours = files.filter((file) => /\.(ts|js|mjs|ejs)$/.test(file) && !/vendor|node_modules/.test(file))
  expect(ours.length).toBeGreaterThan(20)
  expect(ours.filter((file) => /Math\s*\.\s*random/.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})
