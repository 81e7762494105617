import { describe, expect, it } from 'vitest'
import { checkShape } from '../../../src/web/http/json-shape.ts'

const check = (json: string, most = 1000) => checkShape(Buffer.from(json), 'utf-8', most)
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe('a body of JSON', () => {
  it('may be nested 64 deep', () => {
    expect(() => check(nested(64))).not.toThrow()
    expect(() => check(nested(65))).toThrow('The body’s lists and objects may be 64 deep; send less.')
    expect(() => check('{"a":'.repeat(65))).toThrow(/64 deep/)
  })

  it('may have so many lists, objects and fields', () => {
    expect(() => check(`[${'{"a":1},'.repeat(400)}{}]`)).not.toThrow()
    expect(() => check(`[${'{"a":1},'.repeat(500)}{}]`)).toThrow(/may have 1,000 lists, objects and fields/)
    expect(() => check(`{${'"a":1,'.repeat(1000)}"b":1}`)).toThrow(/1,000/)
  })

  it('counts nothing inside its texts, whatever they hold', () => {
    for (const text of ['[{:'.repeat(2000), '"[', '\\', '\\"[[', '€[', '\u2028"']) {
      expect(() => check(JSON.stringify({ text: text.repeat(40) }), 5)).not.toThrow()
    }
    expect(() => check('["\\\\",[[]]]', 3)).not.toThrow()
    expect(() => check('["\\\\",[[]]]', 2)).toThrow()
  })

  it('that breaks off is left to the parser', () => {
    for (const broken of ['"', '"\\', '{"a', ']]]]', '']) expect(() => check(broken)).not.toThrow()
  })

  it('in UTF-16 has a limit in bytes', () => {
    expect(() => checkShape(Buffer.alloc(2 ** 20), 'utf-16le', 1)).not.toThrow()
    expect(() => checkShape(Buffer.alloc(2 ** 20 + 1), 'utf-16le', 1)).toThrow(/may be 1 MiB large/)
  })
})
