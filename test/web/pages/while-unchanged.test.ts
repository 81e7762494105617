import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { whileUnchanged } from '../../../src/web/pages/while-unchanged.ts'

const folder = mkdtempSync(join(tmpdir(), 'unchanged-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('makes its value again when a file appears, changes or goes, and only then', async () => {
  const path = join(folder, 'result.json')
  let count = 0
  const value = whileUnchanged([path, join(folder, 'other.json')], async () => ++count)
  const twice = async () => [await value(), await value()]
  expect(await twice()).toEqual([1, 1])
  writeFileSync(path, 'one')
  expect(await twice()).toEqual([2, 2])
  writeFileSync(path, 'two')
  utimesSync(path, 1, 1)
  expect(await twice()).toEqual([3, 3])
  rmSync(path)
  expect(await twice()).toEqual([4, 4])
})

it('tries again where making it has failed', async () => {
  let count = 0
  const value = whileUnchanged([], async () => {
    if (++count === 1) throw new Error('a file was half written')
    return count
  })
  await expect(value()).rejects.toThrow('half written')
  expect(await value()).toBe(2)
})
