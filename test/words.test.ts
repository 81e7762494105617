import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { capital, count, megabytes, significant, sizeText } from '../src/words.ts'

it('parts thousands, and rounds nothing to a whole number', () => {
  expect([0, 999, 1000, 1234567, 8050.5].map(count)).toEqual(['0', '999', '1,000', '1,234,567', '8,050.5'])
})

it('writes the digits that count, without an exponent', () => {
  const written = [12345.6, 0.000123, 2.5, -0, 1e-9].map((value) => significant(value, 2))
  expect(written).toEqual(['12,000', '0.00012', '2.5', '0', '0.000000001'])
})

it('rounds megabytes up, so that the stated bytes are enough', () => {
  expect([1, 1e6, 1_234_000_001].map(megabytes)).toEqual(['1 MB', '1 MB', '1,235 MB'])
})

it('is the one place that parts thousands', () => {
  const src = join(import.meta.dirname, '../src')
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
  const parting = files.filter((file) => readFileSync(join(src, file), 'utf8').includes('toLocaleString'))
  expect(parting).toEqual(['words.ts'])
})

it('begins a sentence, and leaves notation as it is written', () => {
  expect(
    ['no token is left', 'wanders: twice', 'own:keep(p > 2): no token is left', ''].map(capital),
  ).toEqual(['No token is left', 'Wanders: twice', 'own:keep(p > 2): no token is left', ''])
})

it('gives a size three digits or two decimals', () => {
  expect([1_800_000, 84_900_000, 1_640_000_000].map(sizeText)).toEqual(['1.8 MB', '85 MB', '1.64 GB'])
})
