import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  branchesAlong,
  branchesOf,
  branchOf,
  branchRequestOf,
  originsOf,
  paramsWithBranches,
} from '../../public/js/compare/branch.js'
import { branchesIn, formatBranch, parseBranch } from '../../public/js/compare/branch-notation.js'
import { commandOf, csvOf, jsonLinesOf, jsonOf, runFileOf } from '../../public/js/compare/export.js'
import { record, redo, startHistory, undo } from '../../public/js/compare/history.js'
import { replayNotice } from '../../public/js/compare/replay-view.js'
import type { Run, Sample } from '../../public/js/compare/run.js'
import { openRunFile } from '../../public/js/compare/run-file.js'
import { openLink } from '../../public/js/compare/settings.js'
import { changeWords, snapshotOf, textsOf } from '../../public/js/compare/snapshot.js'
import { openLibrary } from '../../src/composition.ts'
import { UserError } from '../../src/errors.ts'
import { shippedResults } from '../../src/experiments/harness/shipped.ts'
import { parseRunFile } from '../../src/runs/replay/run-file.ts'
import { parseBranch as parseByServer } from '../../src/runs/run/branch-notation.ts'
import type { StepRecord } from '../../src/runs/run/events.ts'
import { compareData } from '../../src/web/pages/compare/data.ts'

const library = openLibrary()
const data = compareData({ library, results: shippedResults })
const { settings } = openLink(
  new URLSearchParams('prompt=P&lane=greedy&lane=nucleus:0.9&maxTokens=6&seed=9'),
  data,
)
const step = (token: number, logprob = -1): StepRecord => ({
  token,
  logprob,
  rank: 1,
  entropy: 1,
  kept: 5,
  keptMass: 0.9,
  u: 0.5,
  text: ` w${token}`,
})
const sampleOf = (...tokens: number[]): Sample => ({
  steps: tokens.map((token) => step(token)),
  told: tokens.length,
  changedFrom: 0,
  stop: 'length',
  metrics: { perplexity: 2 },
})
const runOf = (...samples: Sample[]): Run => ({
  phase: 'done',
  settings,
  lanes: samples.map((sample, key) => ({
    key,
    lane: settings.lanes[key]!.chain,
    chain: settings.lanes[key]!.chain,
    isDeterministic: false,
    samples: [sample],
  })),
  promptTokens: [3],
  maxTokens: 6,
  startedAt: 0,
})
/** A text with a branch that has come to its end. */
function grown(
  from: Sample,
  choice: { step: number; token?: number; text?: string },
  ...rest: number[]
): Sample {
  const sample = branchOf(from, choice)
  return {
    ...sample,
    steps: [...sample.steps, ...rest.map((token) => step(token))],
    stop: 'length',
    metrics: {},
  }
}
const tokensOf = ({ steps }: Sample) => steps.map(({ token }) => token)

describe('branches', () => {
  const original = sampleOf(1, 2, 3, 4, 5)
  const first = grown(original, { step: 2, token: 7 }, 7, 8, 9)
  const second = grown(first, { step: 4, text: ' hm' }, 11, 12)
  const early = grown(second, { step: 1, token: 20 }, 20, 21)

  it('keep what came before and the texts they grew from', () => {
    expect(tokensOf(second)).toEqual([1, 2, 7, 8, 11, 12])
    expect(originsOf(second)).toEqual([first, original])
    expect([...branchesAlong(second).keys()]).toEqual([2, 4])
    expect([...branchesAlong(early).keys()]).toEqual([1])
    expect(branchesAlong(original).size).toBe(0)
  })

  it('are listed in the order in which they can grow again', () => {
    const run = runOf(sampleOf(1), early)
    expect(branchesOf(run).map(({ place }) => formatBranch(place))).toEqual([
      '2.1.3:7',
      '2.1.5= hm',
      '2.1.2:20',
    ])
    expect(branchRequestOf(run, run.lanes[1]!, 3, second.branch!)).toEqual({
      prompt: 'P',
      model: settings.model,
      lanes: ['nucleus:0.9'],
      seed: 9,
      maxTokens: 6,
      firstSample: 3,
      replay: true,
      prefix: [1, 2, 7, 8],
      insert: ' hm',
    })
  })

  it('stand in the link of the run they belong to, wherever its lanes are now', () => {
    const run = runOf(sampleOf(1), first)
    const link = (changes: Partial<typeof settings>) =>
      paramsWithBranches(run, { ...settings, ...changes }).getAll('branch')
    expect(link({})).toEqual(['2.1.3:7'])
    expect(link({ lanes: settings.lanes.toReversed() })).toEqual(['1.1.3:7'])
    expect(link({ seed: '10' })).toEqual([])
    expect(link({ lanes: [settings.lanes[0]!] })).toEqual([])
    expect(branchesIn(new URLSearchParams('branch=2.1.3:7&branch=nonsense'))).toEqual([
      { lane: 1, sample: 0, step: 2, token: 7 },
    ])
    const { problems } = openLink(new URLSearchParams('prompt=x&branch=nonsense'), data)
    expect(problems).toEqual(['the branch “nonsense”'])
  })

  it('are written and read as the server does', () => {
    const place = fc.record({
      lane: fc.integer({ min: 0, max: 11 }),
      sample: fc.integer({ min: 0, max: 31 }),
      step: fc.integer({ min: 0, max: 2047 }),
    })
    const choice = fc.oneof(
      fc.record({ token: fc.integer({ min: 0, max: 99_999 }) }),
      fc.record({ text: fc.string({ minLength: 1 }) }),
    )
    fc.assert(
      fc.property(place, choice, (at, what) => {
        const branch = { ...at, ...what }
        expect(parseBranch(formatBranch(branch))).toEqual(branch)
        expect(parseByServer(formatBranch(branch))).toEqual(branch)
      }),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9.:=a]{0,12}$/), (notation) => {
        let server: unknown
        try {
          server = parseByServer(notation)
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
        }
        expect(parseBranch(notation)).toEqual(server)
      }),
    )
  })
})

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

  it('says what changed', () => {
    const before = snapshotOf(settings, undefined)
    const words = (changes: Partial<typeof settings>) =>
      changeWords(before, snapshotOf({ ...settings, ...changes }, undefined))
    expect(words({})).toBe('')
    expect(words({ seed: '1' })).toBe('seed')
    expect(words({ maxTokens: '7', seed: '1' })).toBe('max new tokens and seed')
    expect(words({ lanes: settings.lanes.toReversed() })).toBe('order of lanes')
    expect(words({ lanes: settings.lanes.slice(1) })).toBe('removal of lane A')
    expect(words({ lanes: [...settings.lanes, { key: 4, chain: 'greedy' }] })).toBe('new lane E')
    expect(words({ lanes: settings.lanes.map((lane) => ({ ...lane, chain: 'sample' })) })).toBe(
      'chain of lane A and chain of lane B',
    )
    expect(words({ prompt: '', seed: '1', samples: '2' })).toBe('settings')
  })

  it('brings texts back, branches and all', () => {
    const original = sampleOf(1, 2, 3)
    const run = runOf(sampleOf(4), original)
    const before = snapshotOf(settings, run)
    const branch = grown(original, { step: 1, token: 7 }, 7)
    run.lanes[1]!.samples = [branch]
    const after = snapshotOf(settings, run)
    expect(changeWords(before, after)).toBe('branch in lane B')
    expect(changeWords(after, before)).toBe('restored text in lane B')
    expect(textsOf(before, run).map(({ sample }) => sample)).toEqual([original])
    run.lanes[1]!.samples = [original]
    expect(textsOf(after, run).map(({ sample }) => sample)).toEqual([branch])
  })
})

describe('a run as a file', async () => {
  const environment = await library.environment([settings.model])
  const first = grown(sampleOf(1, 2, 3), { step: 1, token: 7 }, 7, 8)
  const second = grown(first, { step: 2, text: ' w9 w9' }, 9, 9, 5)
  const run = runOf({ ...sampleOf(4, 5), steps: [step(4), step(5, Number.NEGATIVE_INFINITY)] }, second)
  const text = jsonOf(runFileOf(run, environment))
  const file = JSON.parse(text)

  it('is what the server replays', () => {
    const recording = parseRunFile(file)
    expect(recording.texts.map(([one]) => one!.tokens)).toEqual([
      [4, 5],
      [1, 2, 3],
    ])
    expect(recording.branches.map(({ step: at, result }) => [at, result.tokens])).toEqual([
      [1, [1, 7, 8]],
      [2, [1, 7, 9, 9, 5]],
    ])
    expect(recording.environment).toEqual(environment)
  })

  it('opens as the run it was', () => {
    const opened = openRunFile(text, 'run.json', data)
    if (typeof opened === 'string') throw new Error(opened)
    expect(settings).toMatchObject(opened.run.settings)
    expect(opened.run.lanes.map(({ samples }) => tokensOf(samples[0]!))).toEqual([
      [4, 5],
      [1, 7, 9, 9, 5],
    ])
    expect(opened.run.lanes[0]!.samples[0]!.steps[1]!.logprob).toBe(Number.NEGATIVE_INFINITY)
    expect(opened.run.lanes[1]!.samples[0]!.branch).toMatchObject({ step: 2, text: ' w9 w9', given: 2 })
    expect(branchesOf(opened.run).map(({ place }) => place)).toEqual(
      branchesOf(run).map(({ place }) => place),
    )
    expect(JSON.parse(jsonOf(runFileOf(opened.run, environment)))).toEqual(file)
    expect(parseRunFile(JSON.parse(JSON.stringify(opened.replay)))).toEqual(parseRunFile(file))
  })

  it('opens lanes with a model of their own', () => {
    const lanes = [{ ...file.result.lanes[0], promptTokens: [7] }, file.result.lanes[1]]
    const request = { ...file.request, lanes: [`greedy@${settings.model}`, 'nucleus:0.9'] }
    const opened = openRunFile(
      JSON.stringify({ ...file, request, result: { ...file.result, lanes } }),
      'x',
      data,
    )
    if (typeof opened === 'string') throw new Error(opened)
    expect(opened.run.lanes[0]).toMatchObject({ model: settings.model, promptTokens: [7] })
    expect(opened.run.lanes[1]).not.toHaveProperty('model')
    const unknown = JSON.stringify({
      ...file,
      request: { ...request, lanes: ['greedy@gpt5', 'nucleus:0.9'] },
    })
    expect(openRunFile(unknown, 'x', data)).toMatch(/gpt5/)
  })

  it.each([
    ['lane,token', 'It is not JSON. Open the JSON that Export saves.'],
    ['5', 'It is no exported run. Open the JSON that Export saves.'],
    [
      JSON.stringify(file.result),
      'It is a run without its settings. Save it with Export, or with run --record.',
    ],
    [JSON.stringify({ ...file, version: 9 }), /another version/],
    [
      JSON.stringify({ ...file, request: { ...file.request, model: 'gpt5' } }),
      'It was made with the model “gpt5”, which is not on this server.',
    ],
    [
      JSON.stringify({ ...file, request: { ...file.request, lanes: ['fancy', 'greedy'] } }),
      /Its settings cannot be used here: There is no step “fancy”/,
    ],
    [
      text.replace('"rank": 1', '"rank": "<img src=x>"'),
      'It is damaged: “rank” is not what a run has there. Export the run again.',
    ],
    [text.replace('"stop": "length"', '"stop": "never"'), /“stop”/],
    [JSON.stringify({ ...file, result: { lanes: [] } }), /“lanes”/],
    [JSON.stringify({ ...file, branches: [{ ...file.branches[0], step: 99 }] }), /“branches”/],
  ])('of another kind is refused in one sentence: %s', (content, sentence) => {
    expect(openRunFile(content, 'x', data)).toMatch(sentence)
  })

  it('holds whatever was written there: it opens with the right shape, or not at all', () => {
    const parts: (string | number)[][] = []
    const collect = (value: unknown, path: (string | number)[]) => {
      parts.push(path)
      if (Array.isArray(value)) for (const [index, one] of value.entries()) collect(one, [...path, index])
      else if (value && typeof value === 'object') {
        for (const [key, one] of Object.entries(value)) collect(one, [...path, key])
      }
    }
    collect(file, [])
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.jsonValue(), (path, value) => {
        const changed: unknown = path.length === 0 ? value : structuredClone(file)
        const last = path.at(-1)
        const parent = path
          .slice(0, -1)
          .reduce((at, key) => (at as Record<string, unknown>)[key], changed) as Record<string, unknown>
        if (last !== undefined) parent[last] = value
        const opened = openRunFile(JSON.stringify(changed), 'x', data)
        if (typeof opened === 'string') {
          expect(opened).toMatch(/^Its? .*\.$/s)
          return
        }
        for (const { text, ...numbers } of opened.run.lanes.flatMap(({ samples }) => samples[0]!.steps)) {
          expect(typeof text).toBe('string')
          for (const one of Object.values(numbers)) expect(one === null || typeof one === 'number').toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('becomes a table a token, a line a text, and a command', () => {
    const rows = csvOf(run).split('\r\n')
    expect(rows[0]).toBe('lane,sample,branch,step,token,text,logprob,rank,entropy,kept,keptMass,u')
    expect(rows).toHaveLength(1 + 2 + 3 + 3 + 5)
    expect(rows.at(-1)).toBe('nucleus:0.9,1,2,5,5, w5,-1,1,1,5,0.9,0.5')
    const lines = jsonLinesOf(run)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ lane, branch, tokens }) => [lane, branch, tokens])).toEqual([
      ['greedy', 0, [4, 5]],
      ['nucleus:0.9', 0, [1, 2, 3]],
      ['nucleus:0.9', 1, [1, 7, 8]],
      ['nucleus:0.9', 2, [1, 7, 9, 9, 5]],
    ])
    expect(commandOf(settings, ["2.1.2= it's"])).toContain(` --branch '2.1.2= it'\\''s'`)
  })

  it('says what a replay found', () => {
    const found = { texts: 2, tokens: 5, changes: [], environment }
    expect(
      replayNotice({ ...found, isSame: true, difference: null }, { ...run, file: 'run.json' }),
    ).toMatchObject({
      title: 'Every token is the same',
      text: 'The replay of run.json gave 2 texts, 5 tokens, all as recorded.',
    })
    const difference = {
      lane: 0,
      sample: 0,
      branch: null,
      step: 1,
      recorded: 5,
      replayed: { token: 6, text: ' w6' },
    }
    const notice = replayNotice(
      { ...found, isSame: false, difference, changes: ['Node was 1 and is 2.'] },
      run,
    )
    expect(notice.title).toBe('The replay differs from step 2 of lane A')
    expect(notice.text).toBe('Recorded is “w5”, now it is “w6”. Since then: Node was 1 and is 2.')
  })
})
