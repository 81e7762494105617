import { describe, expect, it } from 'vitest'
import { firstWrongField } from '../../../../src/page/lab/exercise.ts'
import { lastView, onPreset } from '../../../../src/web/pages/lab/on-preset.ts'
import { exercises } from '../../../../src/web/pages/learn/exercises.ts'

const keptBy = (p: string) => {
  return lastView(onPreset('demo', [`nucleus:${p}`]).lanes[0]).kept
}

describe('the largest p that leaves one word', () => {
  const { check, answer } = exercises().find(({ id }) => id === 'largest-p')!
  const isRight = (p: string) => 'fields' in check && firstWrongField(check.fields, [p]) === undefined

  it('is right only where the second word stays out, with two digits or more', () => {
    for (const p of ['0.52', '0.523', '0.5236', '0,5236']) expect([p, isRight(p)]).toEqual([p, true])
    for (const p of ['0.5', '0.51', '0.524', '0.53', '0.52363']) expect([p, isRight(p)]).toEqual([p, false])
    for (const p of ['0.52', '0.523', '0.5236']) expect([p, keptBy(p)]).toEqual([p, 1])
    for (const p of ['0.524', '0.53', '0.52363']) expect([p, keptBy(p)]).toEqual([p, 2])
  })

  it('has an answer whose numbers are right', () => {
    const [one, two] = answer.match(/0\.\d+/g)!
    expect([keptBy(one!), keptBy(two!)]).toEqual([1, 2])
    expect([isRight(one!), isRight(two!)]).toEqual([true, false])
  })
})

describe('an exercise that asks for whole numbers', () => {
  it('takes no other', () => {
    const { check } = exercises().find(({ id }) => id === 'no-single-k')!
    if (!('fields' in check)) throw new Error('no fields')
    for (const { expected, least } of check.fields) expect(least).toBe(expected)
  })
})
