import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJournal } from '../../../src/experiments/harness/journal.ts'

describe('openJournal', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'))
    path = join(folder, 'journal.jsonl')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('finds what was appended, to the last bit', () => {
    const first = openJournal(path)
    first.append('a', { tokens: [1, 2], value: 0.1 + 0.2, text: 'ü\n"' })
    first.close()
    const second = openJournal(path)
    expect(second.get('a')).toEqual({ tokens: [1, 2], value: 0.1 + 0.2, text: 'ü\n"' })
    expect(second.get('b')).toBeUndefined()
    second.close()
  })

  it('drops a last line that was cut anywhere, and goes on behind what is whole', () => {
    const journal = openJournal(path)
    journal.append('a', 1)
    journal.append('b', 'ünsafe')
    journal.close()
    const whole = readFileSync(path)
    const end = whole.indexOf('\n') + 1
    for (let length = end; length < whole.length; length++) {
      truncateSync(path, 0)
      appendFileSync(path, whole.subarray(0, length))
      const again = openJournal(path)
      expect([again.get('a'), again.get('b')]).toEqual([1, undefined])
      again.append('b', 'ünsafe')
      again.close()
      expect(readFileSync(path)).toEqual(whole)
    }
  })
})
