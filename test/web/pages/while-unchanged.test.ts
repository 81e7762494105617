import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { whileUnchanged } from '../../../src/web/pages/while-unchanged.ts'

const folder = mkdtempSync(join(tmpdir(), 'unchanged-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('makes its value again when a file appears, changes or goes, and only then', () => {
  const path = join(folder, 'result.json')
  let count = 0
  const value = whileUnchanged([path, join(folder, 'other.json')], () => ++count)
  expect([value(), value()]).toEqual([1, 1])
  writeFileSync(path, 'one')
  expect([value(), value()]).toEqual([2, 2])
  writeFileSync(path, 'two')
  utimesSync(path, 1, 1)
  expect([value(), value()]).toEqual([3, 3])
  rmSync(path)
  expect([value(), value()]).toEqual([4, 4])
})
