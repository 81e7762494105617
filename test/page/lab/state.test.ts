import { describe, expect, it } from 'vitest'
import { converted } from '../../../src/page/lab/actions.ts'
import { firstWrong, historyOf, requestOf } from '../../../src/page/lab/request.ts'
import { DEFAULTS, paramsOf, stateFrom } from '../../../src/page/lab/state.ts'
import { runLab } from '../../../src/runs/lab/lab.ts'

const state = (query = '') => stateFrom(new URLSearchParams(query))

describe('the settings', () => {
  it('are the demo and four lanes where nothing is given', () => {
    expect(state()).toMatchObject({ preset: 'demo', lanes: DEFAULTS.lanes, draws: '200', seed: '1904' })
    expect(paramsOf(state()).toString()).toBe('')
  })

  it.each([
    'preset=flat&lane=nucleus%3A0.5',
    'word=a&value=1&word=b+c&value=-Infinity&lane=temperature%3A0.7%2Btop-k%3A1&draws=7&seed=3&history=a',
    'mode=counts&word=x&value=3&word=y&value=1',
    'lane=greedy&lane=sample&show=1&selected=1',
  ])('come back from their link: %s', (query) => {
    expect(stateFrom(paramsOf(state(query)))).toEqual(state(query))
    expect([...paramsOf(state(query)).entries()].sort()).toEqual(
      [...new URLSearchParams(query).entries()].sort(),
    )
  })

  it('lose the preset’s name once a word is edited, and take a newly chosen preset over the table', () => {
    const row = 'loaded=demo&word=cat&value=9'
    expect(state(`preset=demo&${row}`)).toMatchObject({
      preset: '',
      entries: [{ word: 'cat', value: '9' }],
    })
    expect(state(`preset=peaked&${row}`)).toMatchObject({ preset: 'peaked', mode: 'probabilities' })
  })

  it('carry a long list as lines', () => {
    const entries = Array.from({ length: 30 }, (_, id) => ({ word: `w ${id}`, value: String(id) }))
    const long = { ...state(), preset: '', entries }
    expect(stateFrom(paramsOf(long)).entries).toEqual(entries)
  })

  it('name the field that is no number', () => {
    expect(firstWrong(state('word=a&value=1&word=b&value='))).toEqual({
      index: 1,
      message: 'A logit must be a number or "-Infinity", got "".',
    })
    expect(firstWrong(state('mode=probabilities&word=a&value=-1')).message).toBe(
      'A probability must be a number from 0 up, got "-1".',
    )
    for (const value of ['1e400', '-1e400', `1${'0'.repeat(309)}`]) {
      expect(firstWrong(state(`word=a&value=1&word=b&value=${value}`))).toEqual({
        index: 1,
        message:
          `A logit must be a number or "-Infinity", got "${value}", which is beyond the largest number, ` +
          '1.8e308.',
      })
    }
    expect(firstWrong(state('word=a&value=-inf&word=b&value=0')).index).toBe(-1)
  })

  it('name history by words', () => {
    expect(historyOf(state('history=dog,+cat+dog'))).toEqual({ ids: [1, 0, 1] })
    expect(historyOf(state('history=cow'))).toHaveProperty('message')
  })

  it('change between logits and weights without changing the distribution', () => {
    const weights = converted({ ...state(), mode: 'probabilities' }, 'logits')
    const before = runLab(requestOf(state())).lanes[0]!.candidates
    const after = runLab(requestOf(weights)).lanes[0]!.candidates
    for (const [rank, { raw }] of before.entries()) expect(after[rank]!.raw).toBeCloseTo(raw, 4)
  })
})
