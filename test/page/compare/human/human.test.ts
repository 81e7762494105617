import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../../../src/composition.ts'
import { shippedResults } from '../../../../src/experiments/harness/shipped.ts'
import { csvOf, jsonLinesOf, runFileOf } from '../../../../src/page/compare/files/export.ts'
import { openRunFile } from '../../../../src/page/compare/files/run-file.ts'
import {
  allowedOf,
  humanViews,
  joined,
  nucleusOf,
  wantedOf,
} from '../../../../src/page/compare/human/human.ts'
import { startRun } from '../../../../src/page/compare/run/run.ts'
import { pFault } from '../../../../src/page/compare/settings/fields.ts'
import { LINK_LENGTH, openLink, paramsOf } from '../../../../src/page/compare/settings/link.ts'
import { toJson } from '../../../../src/runs/json.ts'
import { parseRunFile } from '../../../../src/runs/replay/run-file.ts'
import { parseScoreRequest } from '../../../../src/runs/score/request.ts'
import { score } from '../../../../src/runs/score/score.ts'
import { compareData } from '../../../../src/web/pages/compare/data.ts'
import { fakeModel } from '../../../fakes/fake-model.ts'

const library = openLibrary()
const data = compareData({ library, results: shippedResults })
const settingsOf = (query: string) => openLink(new URLSearchParams(query), data).settings

describe('a human text', () => {
  it('is held against the nucleus of the first lane that has one, or its own', () => {
    expect(nucleusOf(settingsOf('lane=greedy&lane=nucleus:1&lane=top-k:4%2Btop-p:0.7'))).toBe('0.7')
    expect(nucleusOf(settingsOf('lane=greedy'))).toBe('0.9')
    expect(nucleusOf(settingsOf('lane=nucleus:0.7&humanP=0.2'))).toBe('0.2')
    expect([pFault('0'), pFault('1'), pFault('0.25')]).toEqual(['', '', ''])
    expect(pFault('2')).toBe('Expected a share of the mass from 0 to 1, got 2.')
    expect(pFault('x')).toBe('Expected a share of the mass from 0 to 1, got x.')
  })

  it('gets a space before it where two words would run together', () => {
    const follow = (prompt: string, text: string) => joined({ prompt, text })
    expect(follow('Once', 'upon')).toBe(' upon')
    expect(follow('Once ', 'upon')).toBe('upon')
    expect(follow('Once', ', he')).toBe(', he')
    expect(follow('Once', '\nupon')).toBe('\nupon')
    expect(follow('', 'Once')).toBe('Once')
  })

  it('is in a link where it is short', () => {
    const settings = { ...settingsOf('lane=greedy'), human: 'a & b\n“c”', humanP: '0.4' }
    expect(settingsOf(paramsOf(settings).toString())).toMatchObject({ human: 'a & b\n“c”', humanP: '0.4' })
    const long = paramsOf({ ...settings, human: 'x'.repeat(LINK_LENGTH + 1) })
    expect([long.has('human'), long.has('humanP')]).toEqual([false, false])
  })

  it('is asked for behind the prompt of the run that is shown, not of what is typed since', () => {
    const settings = settingsOf('prompt=old&lane=nucleus:0.6&human=text')
    const run = startRun(settings)
    expect(wantedOf({ ...settings, prompt: 'new' }, run)).toEqual({
      text: 'text',
      p: '0.6',
      prompt: 'old',
      model: 'books-13m',
      chat: false,
    })
    expect(wantedOf({ ...settings, human: '  ' }, undefined)).toBeUndefined()
  })

  it('is in every export, and an opened file has it again', async () => {
    const settings = settingsOf('prompt=abc&lane=greedy&maxTokens=4&seed=3&human=bdf')
    const run = startRun(settings)
    run.phase = 'done'
    run.promptTokens = [1]
    run.lanes = [
      {
        key: 0,
        lane: 'greedy',
        chain: 'greedy',
        isDeterministic: true,
        samples: [{ steps: [], received: 0, stop: 'length', metrics: {} }],
      },
    ]
    const model = fakeModel({ endOfText: [] })
    const request = { prompt: 'abc', text: 'bdf', lane: 'nucleus:0.5', seed: 0 }
    const result = await score(model, parseScoreRequest(request))
    const human = { wanted: { text: 'bdf', p: '0.5', prompt: 'abc', model: 'fake', chat: false }, result }
    const rows = csvOf(run, human).split('\r\n')
    expect(rows[0]).toBe('lane,sample,branch,step,token,text,logprob,rank,entropy,kept,keptMass,u,allowed')
    expect(rows).toHaveLength(4)
    expect(rows[1]).toMatch(/^human text,1,0,1,2,b,-.*,(true|false)$/)
    const line = JSON.parse(jsonLinesOf(run, human).trim().split('\n').at(-1)!)
    expect(line).toMatchObject({ lane: 'human text', tokens: result.tokens.map(({ token }) => token) })
    const environment = await library.environment([settings.model])
    const text = toJson(runFileOf(run, environment, human))
    expect(JSON.parse(text).human).toMatchObject({ written: 'bdf', p: '0.5', totals: result.totals })
    expect(parseRunFile(JSON.parse(text)).request.seed).toBe(3)
    const opened = openRunFile(text, 'run.json', data)
    if (typeof opened === 'string') throw new Error(opened)
    expect(opened.run.settings).toMatchObject({ human: 'bdf', humanP: '0.5' })
    const look = { heat: 'rank', sample: 0, series: 'kept', shows: 'one', closed: new Set<string>() } as const
    const [view] = humanViews({ settings, run, look, faults: {}, now: 0, human })
    expect(allowedOf(view!)).toEqual({
      count: 3,
      allowed: result.tokens.filter(({ kept }) => kept).length,
      share: result.totals.coverage,
    })
  })
})
