import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../../../src/composition.ts'
import { branchesOf } from '../../../../src/page/compare/branch/branch.ts'
import { commandOf, csvOf, jsonLinesOf, runFileOf } from '../../../../src/page/compare/files/export.ts'
import { replayNotice } from '../../../../src/page/compare/files/replay-notice.ts'
import { openRunFile } from '../../../../src/page/compare/files/run-file.ts'
import { toJson } from '../../../../src/runs/json.ts'
import { parseRunFile } from '../../../../src/runs/replay/run-file.ts'
import { call } from '../../../terminal/call.ts'
import { grown, runOf, sampleOf, settings, step, tokensOf } from '../finished-run.ts'
import { offer } from '../render.tsx'

const library = openLibrary()

describe('a run as a file', async () => {
  const environment = await library.environment([settings.model])
  const first = grown(sampleOf(1, 2, 3), { step: 1, token: 7 }, 7, 8)
  const second = grown(first, { step: 2, text: ' w9 w9' }, 9, 9, 5)
  const run = runOf({ ...sampleOf(4, 5), steps: [step(4), step(5, Number.NEGATIVE_INFINITY)] }, second)
  const text = toJson(runFileOf(run, environment), 2)
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
    const opened = openRunFile(text, 'run.json', offer)
    if (typeof opened === 'string') throw new Error(opened)
    expect(settings).toMatchObject(opened.run.settings)
    expect(opened.run.lanes.map(({ samples }) => tokensOf(samples[0]!))).toEqual([
      [4, 5],
      [1, 7, 9, 9, 5],
    ])
    expect(opened.run.lanes[0]!.samples[0]!.steps[1]!.logprob).toBe(Number.NEGATIVE_INFINITY)
    expect(opened.run.lanes[1]!.samples[0]!.growth).toMatchObject({ step: 2, text: ' w9 w9', forced: 2 })
    expect(branchesOf(opened.run).map(({ place }) => place)).toEqual(
      branchesOf(run).map(({ place }) => place),
    )
    expect(JSON.parse(toJson(runFileOf(opened.run, environment)))).toEqual(file)
    expect(parseRunFile(JSON.parse(JSON.stringify(opened.replay)))).toEqual(parseRunFile(file))
  })

  it('is sent as it was changed, so that page and server compare the same', () => {
    const changes: ((text: (typeof file.result.lanes)[0]['samples'][0]) => void)[] = [
      (text) => {
        text.tokens[1] = 99
      },
      (text) => {
        text.steps[1].token = 99
      },
      (text) => {
        text.steps[1].text = ' x'
      },
      (text) => {
        text.text = 'x'
      },
    ]
    for (const change of changes) {
      for (const pick of [
        (one: typeof file) => one.result.lanes[0].samples[0],
        (one: typeof file) => one.branches[0].result,
      ]) {
        const changed = structuredClone(file)
        change(pick(changed))
        const opened = openRunFile(JSON.stringify(changed), 'x', offer)
        if (typeof opened === 'string') throw new Error(opened)
        const sent = JSON.parse(JSON.stringify(opened.replay))
        expect(parseRunFile(sent)).toEqual(parseRunFile(changed))
        expect(parseRunFile(sent)).not.toEqual(parseRunFile(file))
      }
    }
  })

  it('opens lanes with a model of their own', () => {
    const lanes = [{ ...file.result.lanes[0], promptTokens: [7] }, file.result.lanes[1]]
    const request = { ...file.request, lanes: [`greedy@${settings.model}`, 'nucleus:0.9'] }
    const opened = openRunFile(
      JSON.stringify({ ...file, request, result: { ...file.result, lanes } }),
      'x',
      offer,
    )
    if (typeof opened === 'string') throw new Error(opened)
    expect(opened.run.lanes[0]).toMatchObject({ model: settings.model, promptTokens: [7] })
    expect(opened.run.lanes[1]).not.toHaveProperty('model')
    const unknown = JSON.stringify({
      ...file,
      request: { ...request, lanes: ['greedy@gpt5', 'nucleus:0.9'] },
    })
    expect(openRunFile(unknown, 'x', offer)).toMatch(/gpt5/)
  })

  it.each([
    ['lane,token', 'It is not JSON. Open the JSON that Export saves.'],
    ['5', 'It is not an exported run. Open the JSON that Export saves.'],
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
      /Its settings cannot be used here: There is no step "fancy"/,
    ],
    [
      text.replace('"rank": 1', '"rank": "<img src=x>"'),
      'It is damaged: “rank” is not what a run has there. Export the run again.',
    ],
    [text.replace('"stop": "length"', '"stop": "never"'), /“stop”/],
    [JSON.stringify({ ...file, result: { lanes: [] } }), /“lanes”/],
    [JSON.stringify({ ...file, branches: [{ ...file.branches[0], step: 99 }] }), /“branches”/],
  ])('of another kind is refused in one sentence: %s', (content, sentence) => {
    expect(openRunFile(content, 'x', offer)).toMatch(sentence)
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
        const opened = openRunFile(JSON.stringify(changed), 'x', offer)
        if (typeof opened === 'string') {
          expect(opened).toMatch(/^Its? .*[.?]$/s)
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

  it('becomes lines that the command metrics reads', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'lines-')), 'run.jsonl')
    writeFileSync(path, jsonLinesOf(run))
    const { status, out, messages } = await call('metrics', '--json', path)
    expect([status, messages]).toEqual([0, ''])
    // One of its tokens has the probability 0.
    expect(JSON.parse(out)).toMatchObject({ texts: 4, metrics: { perplexity: 'Infinity' } })
    rmSync(dirname(path), { recursive: true })
  })

  it('becomes a table a token, a line a text, and a command', () => {
    const rows = csvOf(run).split('\r\n')
    expect(rows[0]).toBe('lane,sample,branch,step,token,text,logprob,rank,entropy,kept,keptMass,u,byHand')
    expect(rows.filter((row) => row.endsWith(',true'))).toEqual([
      expect.stringMatching(/^nucleus:0\.9,1,1,2,7, w7,/),
      expect.stringMatching(/^nucleus:0\.9,1,2,2,7, w7,/),
      expect.stringMatching(/^nucleus:0\.9,1,2,3,9, w9,/),
    ])
    const plain = runOf(sampleOf(4, 5), sampleOf(1))
    expect(csvOf(plain)).not.toContain('byHand')
    expect(rows).toHaveLength(1 + 2 + 3 + 3 + 5)
    expect(rows.at(-1)).toBe('nucleus:0.9,1,2,5,5, w5,-1,1,1,5,0.9,0.5,false')
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
    expect(lines.map(({ byHand }) => byHand)).toEqual([
      undefined,
      undefined,
      ['token 2: “ w7” chosen instead of “ w2”'],
      ['token 2: “ w7” chosen instead of “ w2”', 'token 3: “ w9 w9” typed instead of “ w8”'],
    ])
    expect(commandOf(settings, ["2.1.2= it's"])).toContain(` --branch '2.1.2= it'\\''s'`)
  })

  it('states what a replay found', () => {
    const found = { texts: 4, tokens: 5, changes: [], environment }
    expect(
      replayNotice({ ...found, isSame: true, difference: null }, { ...run, file: 'run.json' }),
    ).toMatchObject({
      title: 'Every token is the same',
      text: 'The replay of run.json gave 4 texts, 2 of them branches, 5 tokens, all as recorded.',
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
    expect(notice.title).toBe('The replay differs from token 2 of lane A')
    expect(notice.text).toBe('The file has “w5”, now it is “w6”. Since then: Node was 1 and is 2.')
    const words = { ...difference, replayed: { token: 5, text: ' w5' } }
    expect(replayNotice({ ...found, isSame: false, difference: words }, run).text).toContain(
      'The file has token 5 with other words, now it is token 5, “w5”.',
    )
  })
})
