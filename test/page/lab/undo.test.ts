import { expect, it } from 'vitest'
import { fromPreset, type LabState, stateFrom } from '../../../src/page/lab/state.ts'
import { edited, startEdited, walked } from '../../../src/page/lab/undo.ts'
import { redo, undo } from '../../../src/page/ui/history.ts'

const first = stateFrom(new URLSearchParams())
const withValue = (state: LabState, value: string): LabState => ({
  ...state,
  preset: '',
  entries: state.entries.with(0, { word: state.entries[0]!.word, value }),
})

it('undo brings back words, numbers and lanes of before a shape, and leaves what else was set since', () => {
  let bench = startEdited(first, 'the demo')
  // Typed in one go.
  for (const [at, value] of ['1', '1.', '1.5'].entries()) {
    bench = edited(bench, withValue(bench.state, value), 'the demo', 100 * at)
  }
  bench = edited(bench, { ...bench.state, ...fromPreset('flat') }, 'flat', 400)
  bench = edited(bench, { ...bench.state, lanes: ['greedy'], selected: 0, show: 0 }, 'flat', 500)
  bench = edited(bench, { ...bench.state, draws: '7' }, 'flat', 600)
  expect(bench.history.past.map(({ words }) => words)).toEqual(['numbers', 'distribution', 'lanes'])

  bench = walked(bench, undo)
  expect(bench.state).toMatchObject({ preset: 'flat', lanes: first.lanes, show: first.show, draws: '7' })
  bench = walked(bench, undo)
  expect(bench.state.entries[0]!.value).toBe('1.5')
  expect(bench.note).toBe('the demo')
  bench = walked(bench, undo)
  expect(bench.state).toEqual({ ...first, draws: '7' })
  expect(walked(bench, undo).state).toEqual(bench.state)
  bench = walked(walked(bench, redo), redo)
  expect(bench.state.preset).toBe('flat')
})
