import { describe, expect, it } from 'vitest'
import { shippedResults } from '../../../../src/experiments/harness/shipped.ts'
import { ModelChip } from '../../../../src/page/compare/chain/chain.tsx'
import {
  isRead,
  laneFault,
  laneName,
  type ReadLane,
  readLane,
  writeLane,
} from '../../../../src/page/compare/chain/lane-chain.ts'
import { amateursFor } from '../../../../src/page/compare/chain/step-editor.tsx'
import { modelNote } from '../../../../src/page/compare/composer/model-note.ts'
import { commandOf, curlOf, resultOf } from '../../../../src/page/compare/files/export.ts'
import { partingLabels, partings } from '../../../../src/page/compare/lane/divergence.ts'
import { AcrossModels, bitsPerByteOf } from '../../../../src/page/compare/lane/metrics.tsx'
import type { LaneView } from '../../../../src/page/compare/lane/view.ts'
import { followEvent, startRun } from '../../../../src/page/compare/run/run.ts'
import { openLink, paramsOf } from '../../../../src/page/compare/settings/link.ts'
import { modelsOf } from '../../../../src/page/compare/settings/models-of.ts'
import { faultsOf, requestOf } from '../../../../src/page/compare/settings/settings.ts'
import { formatLane, parseLane } from '../../../../src/runs/request/lane.ts'
import { parseRunRequest } from '../../../../src/runs/request/request.ts'
import { bitsPerByte } from '../../../../src/runs/run/bits-per-byte.ts'
import { createCollector } from '../../../../src/runs/run/collect.ts'
import type { RunEvent, StepRecord } from '../../../../src/runs/run/events.ts'
import { run } from '../../../../src/runs/run/run.ts'
import { compareData } from '../../../../src/web/pages/compare/data.ts'
import { fakeModel } from '../../../fakes/fake-model.ts'
import { openTwoModels } from '../../../models/two-models.ts'
import { renderOnPage } from '../render.tsx'

const { library, remove } = openTwoModels()
const data = compareData({ library, results: shippedResults })
remove()
const { strategies, models } = data
const chainOf = (lane: string) => readLane(lane, strategies)
const faultOf = (lane: string) => laneFault(chainOf(lane), models)

describe('a lane’s model on the page', () => {
  it.each(['greedy@tiny-gpt2', 'top-p:0.9@a@fp32', '@m', ' top-k : 5 @ m ', 'temperature:0.7+beam@m'])(
    'is read and written as the server does: %s',
    (lane) => {
      const chain = readLane(lane, strategies)
      if (!isRead(chain)) throw new Error(chain.fault)
      expect(writeLane(chain)).toBe(formatLane(parseLane(lane)))
      expect(chain.model).toBe(parseLane(lane).model)
    },
  )

  it('is missing behind an @', () => {
    expect(faultOf('greedy@')).toBe('Expected the id of a model after @ in "greedy@", got nothing.')
  })

  it('names the lane and is its last chip', () => {
    expect(laneName(chainOf('nucleus:0.9'), models)).toBe('Nucleus 0.9')
    expect(laneName(chainOf('nucleus:0.9@tiny-gpt2'), models)).toBe('Nucleus 0.9, Tiny GPT-2')
    expect(renderOnPage(<ModelChip view={{ key: 1, letter: 'B' }} model="<b>" />)).toContain(
      '@ <b>&lt;b></b>',
    )
  })

  it('is on this server, or its lane is refused', () => {
    const missing = 'There is no model “gone” on this server; choose another for this lane.'
    expect(faultOf('greedy@tiny-gpt2')).toBe('')
    expect(faultOf('greedy@tiny-gpt2@fp32')).toBe('')
    expect(faultOf('greedy@gone')).toBe(missing)
    expect(faultOf('contrastive-decoding:amateur=gone')).toBe(missing)
    expect(faultOf('contrastive-decoding')).toBe('')
    const { settings, problems } = openLink(new URLSearchParams('lane=greedy&lane=greedy@gone'), data)
    expect(settings.lanes.map(({ chain }) => writeLane(chain))).toEqual(['greedy'])
    expect(problems).toEqual([
      'the lane “greedy@gone” (There is no model “gone” on this server; choose another for this lane)',
    ])
    expect(faultsOf({ ...settings, lanes: [{ key: 0, chain: chainOf('greedy@gone') }] }, data)).toEqual({
      'lane-0': missing,
    })
  })

  it('is carried by link, request, command line and curl', () => {
    const { settings } = openLink(
      new URLSearchParams('prompt=x&lane=greedy&lane=top-k:4@tiny-gpt2&seed=3'),
      data,
    )
    expect(modelsOf(settings)).toEqual(['books-13m', 'tiny-gpt2'])
    expect(openLink(paramsOf(settings), data).settings).toEqual(settings)
    expect(requestOf(settings).lanes).toEqual(['greedy', 'top-k:4@tiny-gpt2'])
    expect(commandOf(settings, [])).toContain("--lane 'top-k:4@tiny-gpt2'")
    expect(curlOf(settings, 'http://h')).toContain('"top-k:4@tiny-gpt2"')
  })

  it('offers amateurs of the lane’s own vocabulary', () => {
    const idsFor = (chain: string) =>
      amateursFor(chainOf(chain) as ReadLane, { model: 'books-13m' }, models).map(({ id }) => id)
    expect(idsFor('greedy')).toEqual(['books-13m'])
    expect(idsFor('greedy@tiny-twin')).toEqual(['tiny-gpt2', 'tiny-twin'])
  })
})

describe('the note beside the model', () => {
  const note = (model: string, ...lanes: string[]) =>
    modelNote(
      {
        model,
        lanes: lanes.map((chain, key) => ({ key, chain: chainOf(chain) })),
      },
      models.map((one) => ({ ...one, rowByRow: one.id === 'tiny-gpt2' })),
    )

  it('states which lanes run one at a time', () => {
    expect(note('books-13m', 'greedy')).toBe('')
    expect(note('tiny-gpt2', 'greedy')).toBe(
      'In one batch the lanes of this export would change each other, so they run one at a time: two ' +
        'take twice as long.',
    )
    expect(note('books-13m', 'greedy', 'greedy@tiny-gpt2')).toBe(
      'In one batch the lanes of the export of Tiny GPT-2 would change each other, so they run one at ' +
        'a time: two take twice as long.',
    )
    expect(note('tiny-gpt2', 'greedy@books-13m')).toBe('')
  })
})

describe('what compares across models', () => {
  it('is bits per byte, of characters as long as they are', () => {
    const step = (text: string, bits: number) => ({ text, logprob: -bits * Math.LN2 }) as StepRecord
    const steps = [step('é', 3), step(' a', 1)]
    expect(bitsPerByte(steps)).toBeCloseTo(1, 12)
    expect(bitsPerByte([])).toBeUndefined()
    const lane = { samples: [{ steps }] } as unknown as Parameters<typeof bitsPerByteOf>[0]
    expect(bitsPerByteOf(lane)).toBeCloseTo(1, 12)
    const settings = {
      model: 'a',
      lanes: [
        { key: 0, chain: chainOf('greedy') },
        { key: 1, chain: chainOf('greedy@b') },
      ],
    }
    const view = { run: { settings }, laneRun: lane } as unknown as LaneView
    expect(renderOnPage(<AcrossModels view={view} />)).toMatch(
      /bits per byte<\/button><\/dt><dd class="metrics-value">1\.00<.*not figures per token/,
    )
    settings.lanes.pop()
    expect(renderOnPage(<AcrossModels view={view} />)).toBe('')
  })

  it('leaves lanes of different models unmarked where they part', () => {
    const reading = (letter: string, model: string, tokens: number[]) => ({
      letter,
      model,
      steps: tokens.map((token) => ({ token }) as StepRecord),
    })
    const readings = [reading('A', 'x', [1, 2]), reading('B', 'y', [5, 6]), reading('C', 'x', [1, 3])]
    expect(partings(readings).map((flags) => Object.fromEntries(flags))).toEqual([
      { 1: ['C'] },
      {},
      { 1: ['A'] },
    ])
    expect(partingLabels(readings)).toEqual([{ step: 1, label: 'A and C differ' }])
  })
})

describe('a run of two models, exported', () => {
  it('is the API’s reply', async () => {
    const chains = ['greedy', 'top-k:3@other']
    const settings = {
      prompt: 'bead',
      model: 'big',
      lanes: chains.map((chain, key) => ({ key, chain: chainOf(chain) })),
      maxTokens: '5',
      samples: '1',
      seed: '3',
      chat: false,
      heal: false,
      human: '',
      humanP: '',
      stop: '',
    }
    const page = startRun(settings)
    const collector = createCollector()
    const receive = (event: RunEvent) => {
      collector.receive(event)
      followEvent(page, event, 0)
    }
    const other = fakeModel({ id: 'other', vocabularySize: 11 })
    await run(
      fakeModel({ id: 'big' }),
      parseRunRequest(requestOf(settings)),
      receive,
      undefined,
      new Map([['other', other]]),
    )
    expect(resultOf(page)).toEqual(collector.result())
    expect(resultOf(page).lanes[1]).toMatchObject({ model: 'other' })
  })
})
