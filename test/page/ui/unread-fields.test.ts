import { expect, it } from 'vitest'
import { unreadFields } from '../../../src/page/ui/unread-fields.ts'

const KNOWN = { once: ['seed', 'prompt'], many: ['lane'] }

it.each<[string, readonly string[]]>([
  ['', []],
  ['seed=1&prompt=&lane=a&lane=b', []],
  ['sead=1', ['the field “sead”, which there is not']],
  ['x=1&x=2&seed=3', ['the field “x”, which there is not']],
  [
    'seed=1&seed=1&prompt=a&prompt=b&prompt=c',
    ['seed 2 times, which has one value', 'prompt 3 times, which has one value'],
  ],
  [
    '__proto__=1&constructor=2',
    ['the field “__proto__”, which there is not', 'the field “constructor”, which there is not'],
  ],
  ['=1', ['the field “”, which there is not']],
])('of “%s” states what nothing reads', (query, expected) => {
  expect(unreadFields(new URLSearchParams(query), KNOWN)).toEqual(expected)
})
