import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { call } from './call.ts'

const folder = mkdtempSync(join(tmpdir(), 'match-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('match', () => {
  const path = join(folder, 'text.txt')
  writeFileSync(path, 'The old house stood at the end of the lane, and nobody had lived in it for years.')

  it('prints the value at which two chains are as wide, as JSON and for people', async () => {
    const args = ['--like', 'nucleus:0.9', '--lane', 'min-p', '--seed', '3', path]
    const { status, out } = await call('match', '--json', ...args)
    expect(status).toBe(0)
    const result = JSON.parse(out)
    expect(result).toMatchObject({
      like: 'nucleus:0.9',
      step: 'min-p',
      parameter: 'p',
      isEqual: true,
      seed: 3,
    })
    expect(result.width.lane / result.width.like).toBeCloseTo(1, 1)
    expect(result.lane).toBe(`min-p:${result.value}`)
    const people = await call('match', ...args)
    expect(people.out).toContain(`${result.lane} is as wide as nucleus:0.9\nmin-p p = ${result.value}`)
  })

  it.each([
    [['--like', 'nucleus:0.9', path], '--lane must be a chain'],
    [['--lane', 'min-p', path], '--like must be a chain'],
    [['--like', 'beam', '--lane', 'min-p', path], 'judges whole texts'],
    [['--like', 'nucleus:0.9', '--lane', 'min-p'], 'Expected one file'],
  ])('refuses %j', async (args, message) => {
    const { status, messages } = await call('match', ...args)
    expect([status, messages]).toEqual([2, expect.stringContaining(message)])
  })
})
