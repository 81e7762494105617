import { describe, expect, it } from 'vitest'
import { record, redo, startHistory, undo } from '../../../src/page/ui/history.ts'

describe('history', () => {
  it('goes back and forth, and forgets what was undone when something new comes', () => {
    let history = startHistory('a')
    history = record(history, 'b', 'one', 0)
    history = record(history, 'c', 'two', 5000)
    history = undo(history)
    expect([history.present, history.future[0]?.words]).toEqual(['b', 'two'])
    expect(redo(history).present).toBe('c')
    history = record(history, 'd', 'three', 9000)
    expect(redo(history)).toBe(history)
    expect(undo(undo(history)).present).toBe('a')
    expect(undo(undo(undo(history)))).toEqual(undo(undo(history)))
  })

  it('takes fast changes of one thing as one, and slow ones apart', () => {
    let history = startHistory(0)
    for (const [value, at] of [
      [1, 100],
      [2, 600],
      [3, 1100],
      [4, 5000],
    ] as const)
      history = record(history, value, 'slider', at)
    expect(undo(history).present).toBe(3)
    expect(undo(undo(history)).present).toBe(0)
  })
})
