import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { act, converted } from '../../public/js/lab/actions.js'
import { usesOf, withStep } from '../../public/js/lab/chain.js'
import { countNext, SAMPLE_TEXT, sentencesOf } from '../../public/js/lab/counting.js'
import { parseList } from '../../public/js/lab/list.js'
import { PRESETS, presetOf } from '../../public/js/lab/presets.js'
import { commandOf, firstWrong, historyOf, requestOf } from '../../public/js/lab/request.js'
import { detentOf, positionOf, TRAVEL, valueAt } from '../../public/js/lab/scale.js'
import { DEFAULTS, paramsOf, stateFrom } from '../../public/js/lab/state.js'
import { openLibrary } from '../../src/composition.ts'
import { runLab } from '../../src/runs/lab/lab.ts'
import { describeStrategy } from '../../src/strategies/chain/describe.ts'
import { registry } from '../../src/strategies/registry.ts'
import { runProgram } from '../../src/terminal/program.ts'

const strategies = registry.map(describeStrategy)
const state = (query = '') => stateFrom(new URLSearchParams(query))

describe('counting', () => {
  it('counts what follows one word, sentence by sentence', () => {
    expect(countNext('The cat sat. The cat ran. A dog sat.', 'cat')).toEqual({
      words: ['cat'],
      counts: [
        { word: 'sat', count: 1 },
        { word: 'ran', count: 1 },
      ],
      total: 2,
    })
  })

  it('counts the end of a sentence as a word, and does not reach across it', () => {
    const counted = countNext('I see. See me! See', 'see')
    expect(counted).toMatchObject({
      counts: [
        { word: '.', count: 2 },
        { word: 'me', count: 1 },
      ],
    })
    expect(countNext('One two. Three four.', 'two three')).toHaveProperty('message')
  })

  it('takes two words of context, overlapping ones too', () => {
    expect(countNext('no no no no', 'no no')).toMatchObject({
      counts: [
        { word: 'no', count: 2 },
        { word: '.', count: 1 },
      ],
    })
  })

  it('keeps words with apostrophes, accents and hyphens whole', () => {
    expect(sentencesOf('Don’t re-read Éluard’s 3 poems…')).toEqual([
      ['don’t', 're-read', 'éluard’s', '3', 'poems', '.'],
    ])
  })

  it.each([
    ['', 'cat', 'There is no word in this text; paste a few sentences.'],
    ['The cat sat.', ' ', 'A context is one or two words, got none.'],
    ['The cat sat.', 'the cat sat', 'A context is one or two words, got 3.'],
    ['The cat sat.', 'cow', '“cow” never occurs in this text, so nothing was counted after it; try “the”.'],
    [
      'The cat sat.',
      'a cat',
      '“a cat” never occurs in this text, so nothing was counted after it; try “cat”.',
    ],
  ])('of %j after %j says why not', (text, context, message) => {
    expect(countNext(text, context)).toEqual({ message })
  })

  it('of the supplied text loads as counts whose shares are the raw probabilities', () => {
    const { state: counted } = act(
      state(),
      new URLSearchParams({ do: 'count', text: SAMPLE_TEXT, context: 'the cat' }),
    )
    const { candidates } = runLab(requestOf(counted)).lanes[0]!
    const total = counted.entries.reduce((sum, { value }) => sum + Number(value), 0)
    expect(total).toBeGreaterThan(5)
    for (const { token, raw } of candidates) {
      const count = Number(counted.entries.find(({ word }) => word === token)!.value)
      expect(raw).toBeCloseTo(count / total, 12)
    }
  })
})

describe('a pasted list', () => {
  it.each([
    ['cat 2.4\ndog\t1.8\n\nbig bird, -inf', ['cat=2.4', 'dog=1.8', 'big bird=-inf']],
    ['{"cat": 2.4, "dog": 1.8}', ['cat=2.4', 'dog=1.8']],
    ['[["cat", 2.4], ["dog", 1e-3]]', ['cat=2.4', 'dog=0.001']],
    ['{"tokens": ["a", "b"], "logits": [1, "-Infinity"]}', ['a=1', 'b=-Infinity']],
  ])('%j is read', (text, expected) => {
    const parsed = parseList(text)
    if ('message' in parsed) throw new Error(parsed.message)
    expect(parsed.entries.map(({ word, value }) => `${word}=${value}`)).toEqual(expected)
  })

  it.each([
    ['', 'Paste at least one line: a word, a space and a number.'],
    ['cat 1\nfish', 'Line 2 must be a word and a number, got “fish”.'],
    ['[1, 2]', 'Entry 1 must be a word and a number, as in {"cat": 2.4, "dog": 1.8}.'],
    ['{"cat"}', 'This starts like JSON but does not read as JSON; check its quotes and commas.'],
  ])('%j is refused in one sentence', (text, message) => {
    expect(parseList(text)).toEqual({ message })
  })
})

describe('the settings', () => {
  it('are the demo and four panels where nothing is said', () => {
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

describe('every preset', () => {
  it.each(PRESETS.map(({ id }) => id))('%s can be run', (id) => {
    const { entries } = presetOf(id)!
    expect(entries.every(({ word }) => word !== '')).toBe(true)
    const { lanes } = runLab(requestOf(state(`preset=${id}&lane=nucleus:0.9`)))
    expect(lanes[0]!.error).toBeUndefined()
    expect(lanes[0]!.mass).toBeGreaterThan(0.899)
  })
})

describe('the command', () => {
  it('prints in a terminal what the page draws', async () => {
    const asked = state("word=don't&value=-1&word=b+c&value=0.5&lane=top-k:1&history=don't&draws=3&seed=5")
    const command = commandOf(asked)
    // The shell itself says which words it reads.
    const start = 'npm run --silent cli -- '
    expect(command.startsWith(start)).toBe(true)
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command.slice(start.length)}`], {
      encoding: 'utf8',
    })
    const printed: string[] = []
    const status = await runProgram(words.trim().split('\n'), {
      print: (text) => void printed.push(text),
      note: () => {},
      signal: new AbortController().signal,
      openLibrary: async () => openLibrary(),
      serve: async () => {},
    })
    expect(status).toBe(0)
    const { tokens, lanes } = JSON.parse(printed.join(''))
    const drawn = runLab(requestOf(asked))
    expect(tokens).toEqual(["don't", 'b c'])
    expect(lanes[0].draws).toEqual(drawn.lanes[0]!.draws)
    expect(lanes[0].mass).toBeCloseTo(drawn.lanes[0]!.mass, 12)
  })
})

describe('chains', () => {
  it('are edited step by step', () => {
    expect(withStep('top-k:3', 'nucleus', { p: '0.9' }, strategies)).toBe('top-k:3+nucleus:0.9')
    expect(withStep('top-p:0.5+greedy', 'nucleus', { p: '0.9' }, strategies)).toBe('nucleus:0.9+greedy')
    expect(withStep('greedy', 'top-k', { k: '2' }, strategies)).toBe('top-k:2+greedy')
    expect(withStep('top-k:3', 'top-k', undefined, strategies)).toBe('sample')
    expect(withStep('top-k:3', 'xtc', { threshold: '0.1', probability: '1' }, strategies)).toBe(
      'top-k:3+xtc:threshold=0.1,probability=1',
    )
    expect(usesOf('dynamic-temperature:1,range=0.5', strategies)).toEqual([
      { id: 'dynamic-temperature', values: { t: '1', range: '0.5' } },
    ])
  })

  it('have sliders that reach every value and rest at the one that is off', () => {
    for (const { parameters } of strategies) {
      for (const parameter of parameters.filter(({ type }) => type !== 'choice')) {
        for (const position of [0, TRAVEL / 2, TRAVEL]) {
          const value = valueAt(parameter, position, 6)
          expect(Math.abs(positionOf(parameter, value, 6) - position)).toBeLessThanOrEqual(
            parameter.type === 'integer' || parameter.scale === 'log' ? TRAVEL / 5 : 12,
          )
        }
      }
    }
    const find = (id: string) => strategies.find((one) => one.id === id)!.parameters[0]!
    expect(detentOf(find('top-k'), 6)).toBe(TRAVEL)
    expect(detentOf(find('temperature'), 6)).toBe(TRAVEL / 2)
    expect(detentOf(find('min-p'), 6)).toBe(0)
  })
})
