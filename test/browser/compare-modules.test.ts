import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultOf, formatChain, isOff, nameOf, parseChain, valueFault } from '../../public/js/compare/chain.js'
import { partingLabels, partings } from '../../public/js/compare/divergence.js'
import { positionOf, valueAt } from '../../public/js/compare/editor-view.js'
import { commandOf, csvOf, resultOf } from '../../public/js/compare/export.js'
import { levelOf } from '../../public/js/compare/heat.js'
import { loopOf } from '../../public/js/compare/loops.js'
import { breakOff, startRun, takeEvent } from '../../public/js/compare/run.js'
import { faultsOf, openLink, paramsOf, requestOf } from '../../public/js/compare/settings.js'
import { openLibrary } from '../../src/composition.ts'
import { UserError } from '../../src/errors.ts'
import { shippedResults } from '../../src/experiments/harness/shipped.ts'
import { tailLoop } from '../../src/metrics/tail-loop.ts'
import {
  formatChain as formatByServer,
  parseChain as parseByServer,
} from '../../src/runs/request/notation.ts'
import { parseRunRequest } from '../../src/runs/request/request.ts'
import { createCollector } from '../../src/runs/run/collect.ts'
import type { RunEvent, StepRecord } from '../../src/runs/run/events.ts'
import { isNeutral } from '../../src/strategies/chain/chain.ts'
import { compareData } from '../../src/web/pages/compare/data.ts'

const data = compareData({ library: openLibrary(), results: shippedResults })
const { strategies } = data
const step = (token: number, logprob = -1): StepRecord => ({
  token,
  logprob,
  rank: 1,
  entropy: 1,
  kept: 5,
  keptMass: 0.9,
  u: null,
  text: ` w${token}`,
})

function serverFault(chain: string): string {
  try {
    parseByServer(chain)
    return ''
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}

describe('chains on the page', () => {
  const good = [
    ...strategies.map(({ id }) => id),
    'temperature:0.7+top-k:40+nucleus:0.9',
    'top-p:0.9',
    'nucleus:1+greedy',
    'xtc:threshold=0.2,probability=1',
    'mirostat:tau=3',
    'beam:width=8,early-stopping=never',
    '',
    ' top-k : 5 ',
  ]
  const bad = [
    'nucleus:1.4',
    'top-k:2.5',
    'fancy',
    'greedy+top-k:3',
    'nucleus:q=1',
    'top-k:',
    'greedy:1',
    'beam:early-stopping=maybe',
  ]

  it.each(good)('reads and writes "%s" as the server does', (notation) => {
    const chain = parseChain(notation, strategies)
    if (serverFault(notation) !== '') return expect(faultOf(notation, strategies)).not.toBe('')
    expect(faultOf(notation, strategies)).toBe('')
    expect(typeof chain).toBe('object')
    if (typeof chain === 'string') return
    expect(formatChain(chain)).toBe(formatByServer(parseByServer(notation)))
  })

  it.each(bad)('refuses "%s" as the server does', (notation) => {
    expect(serverFault(notation)).not.toBe('')
    expect(faultOf(notation, strategies)).not.toBe('')
  })

  it('shows as off what changes nothing', () => {
    for (const notation of [
      'temperature:1',
      'top-k:0',
      'nucleus:1',
      'min-p:0',
      'nucleus:0.9',
      'temperature:0',
    ]) {
      const chain = parseChain(notation, strategies)
      const use = typeof chain === 'string' ? undefined : chain.steps[0]
      expect(use && isOff(use), notation).toBe(isNeutral(parseByServer(notation).steps[0]!))
    }
  })

  it('names lanes by what is on', () => {
    expect(nameOf('temperature:1+nucleus:0.9', strategies)).toBe('Nucleus 0.9')
    expect(nameOf('temperature:0.7+top-k:40', strategies)).toBe('Temperature 0.7, Top-k 40')
    expect(nameOf('greedy', strategies)).toBe('Greedy')
  })

  it('finds every slider position a value that the server takes', () => {
    for (const { id, parameters } of strategies) {
      for (const parameter of parameters.filter(({ type }) => type === 'number' || type === 'integer')) {
        for (const position of [0, 137, 500, 981, 1000]) {
          const value = valueAt(parameter, position)
          // Its width and groups must also fit each other, which no slider alone can know.
          const fault =
            id === 'diverse-beam'
              ? valueFault(parameter, String(value))
              : serverFault(`${id}:${parameter.name}=${value}`)
          expect(fault, `${id} ${parameter.name} ${value}`).toBe('')
          expect(valueAt(parameter, positionOf(parameter, value))).toBeCloseTo(value, 1)
        }
      }
    }
  })
})

describe('links', () => {
  it('hold a whole run', () => {
    const params = new URLSearchParams(
      'prompt=A+%26+b%0Ac&lane=greedy&lane=min-p:0.1&maxTokens=5&samples=2&seed=9&model=books-13m',
    )
    const { settings, problems } = openLink(params, data)
    expect(problems).toEqual([])
    expect(openLink(paramsOf(settings), data).settings).toEqual(settings)
    expect(parseRunRequest(requestOf(settings))).toMatchObject({
      prompt: 'A & b\nc',
      maxTokens: 5,
      samples: 2,
      seed: 9,
    })
  })

  it('open what can be opened and name the rest', () => {
    const { settings, problems } = openLink(
      new URLSearchParams('lane=greedy&lane=nope&samples=0&seed=x&model=m'),
      data,
    )
    expect(settings.lanes.map(({ chain }) => chain)).toEqual(['greedy'])
    expect(problems).toHaveLength(4)
    expect(faultsOf(settings, data)).toEqual({})
  })
})

describe('loops', () => {
  it('are those of the metrics', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 40 }), (tokens) => {
        expect(loopOf(tokens)).toEqual(tailLoop(tokens) ?? undefined)
      }),
    )
  })
})

describe('divergence', () => {
  const reading = (letter: string, ...tokens: number[]) => ({
    letter,
    steps: tokens.map((token) => step(token)),
  })
  const readings = [reading('A', 1, 2, 3), reading('B', 1, 5, 6), reading('C', 1, 5, 7), reading('D', 1, 5)]

  it('flags where lanes part, pair by pair, and not where one only ends', () => {
    expect(partings(readings).map((flags) => Object.fromEntries(flags))).toEqual([
      { 1: ['B', 'C', 'D'] },
      { 1: ['A'], 2: ['C'] },
      { 1: ['A'], 2: ['B'] },
      { 1: ['A'] },
    ])
  })

  it('says it once for the chart', () => {
    expect(partingLabels(readings)).toEqual([
      { step: 1, label: 'A parts' },
      { step: 2, label: 'B and C part' },
    ])
  })
})

describe('heat', () => {
  it('has five classes with these bounds', () => {
    const levels = (name: 'probability' | 'surprisal' | 'rank', values: readonly Partial<StepRecord>[]) =>
      values.map((value) => levelOf(name, { ...step(1), ...value }))
    const of = (...probabilities: number[]) => probabilities.map((p) => ({ logprob: Math.log(p) }))
    expect(levels('probability', of(0.6, 0.3, 0.1, 0.02, 0.001))).toEqual([0, 1, 2, 3, 4])
    expect(levels('surprisal', of(0.6, 0.3, 0.1, 0.02, 0.001))).toEqual([0, 1, 2, 3, 4])
    expect(
      levels(
        'rank',
        [1, 2, 5, 6, 20, 21, 100, 101].map((rank) => ({ rank })),
      ),
    ).toEqual([0, 1, 1, 2, 2, 3, 3, 4])
  })
})

describe('a run from its events', () => {
  const events: RunEvent[] = [
    { type: 'queued', ahead: 1 },
    {
      type: 'run-start',
      model: 'books-13m',
      prompt: 'P',
      promptTokens: [3],
      prefix: [],
      seed: 9,
      maxTokens: 3,
      lanes: [{ lane: 'beam', chain: 'beam:4', isDeterministic: true, samples: 1 }],
    },
    {
      type: 'lane-delta',
      lane: 0,
      sample: 0,
      from: 0,
      text: ' w1 w2',
      fromStep: 0,
      steps: [step(1), step(2)],
    },
    {
      type: 'lane-delta',
      lane: 0,
      sample: 0,
      from: 3,
      text: ' w4 w5',
      fromStep: 1,
      steps: [step(4), step(5)],
    },
    { type: 'lane-end', lane: 0, sample: 0, stop: 'length', metrics: { perplexity: 2 } },
    { type: 'run-end', milliseconds: 12, tokens: 3, lanes: [{ perplexity: 2 }] },
  ]
  const { settings } = openLink(new URLSearchParams('prompt=P&lane=beam&maxTokens=3&seed=9'), data)
  const play = (count: number, repeated?: ReturnType<typeof startRun>) => {
    const run = startRun(settings, repeated)
    for (const event of events.slice(0, count)) takeEvent(run, event, 0)
    return run
  }

  it('ends as the reply of the API', () => {
    const collector = createCollector()
    for (const event of events) collector.tell(event)
    expect(resultOf(play(events.length))).toEqual(JSON.parse(JSON.stringify(collector.result())))
  })

  it('keeps what arrived when it breaks off, until the repeated run has told it again', () => {
    const broken = play(4)
    breakOff(broken, 'lost', 0)
    expect(broken.lanes[0]?.samples[0]).toMatchObject({ stop: 'stopped' })
    const words = (run: ReturnType<typeof startRun>) =>
      run.lanes[0]?.samples[0]?.steps.map(({ token }) => token)
    expect(words(play(2, broken))).toEqual([1, 4, 5])
    expect(words(play(3, broken))).toEqual([1, 2])
    expect(words(play(events.length, broken))).toEqual([1, 4, 5])
  })

  it('becomes a table and a command', () => {
    const rows = csvOf(play(events.length)).split('\r\n')
    expect(rows).toHaveLength(4)
    expect(rows[1]).toBe('beam,1,0,1,1, w1,-1,1,1,5,0.9,')
    expect(commandOf({ ...settings, prompt: "It's" })).toContain(`--prompt 'It'\\''s'`)
  })
})
