import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../../../src/composition.ts'
import { shippedResults } from '../../../../src/experiments/harness/shipped.ts'
import { runFileOf } from '../../../../src/page/compare/files/export.ts'
import { openRunFile } from '../../../../src/page/compare/files/run-file.ts'
import { followEvent, startRun } from '../../../../src/page/compare/run/run.ts'
import { openLink } from '../../../../src/page/compare/settings/link.ts'
import { requestOf } from '../../../../src/page/compare/settings/settings.ts'
import { toJson } from '../../../../src/runs/json.ts'
import { replay } from '../../../../src/runs/replay/replay.ts'
import { parseRunFile } from '../../../../src/runs/replay/run-file.ts'
import { parseRunRequest } from '../../../../src/runs/request/request.ts'
import type { MovesRecord } from '../../../../src/runs/run/events.ts'
import { run as runLanes } from '../../../../src/runs/run/run.ts'
import { compareData } from '../../../../src/web/pages/compare/data.ts'
import { fakeModel } from '../../../fakes/fake-model.ts'

const library = openLibrary()
const offer = compareData({ library, results: shippedResults })

describe('what a search took back or tried', () => {
  it('is shown again from the file, which replays to the same tokens', async () => {
    const lanes = [
      'ban-phrases:phrases=b|d,match=anywhere',
      'top-k:6+power:alpha=2,moves=3,block=4',
      'sample',
    ]
    const params = new URLSearchParams([
      ['prompt', 'abc'],
      ['maxTokens', '16'],
      ['samples', '2'],
      ['seed', '4'],
      ...lanes.map((lane) => ['lane', lane]),
    ])
    const { settings, problems } = openLink(params, offer)
    expect(problems).toEqual([])
    const model = fakeModel({ id: settings.model, endOfText: [] })
    const run = startRun(settings)
    await runLanes(model, parseRunRequest(requestOf(settings)), (event) => followEvent(run, event, 1))
    const steps = run.lanes[0]!.samples.flatMap((sample) => sample.steps)
    expect(steps.some(({ rewound }) => rewound)).toBe(true)
    expect((run.lanes[1]!.samples[0]!.search as MovesRecord).moves.length).toBeGreaterThan(0)

    const environment = await library.environment([settings.model])
    const opened = openRunFile(toJson(runFileOf(run, environment)), 'run.json', offer)
    if (typeof opened === 'string') throw new Error(opened)
    for (const [index, { samples }] of run.lanes.entries()) {
      const again = opened.run.lanes[index]!.samples
      expect(again.map((one) => one.steps)).toEqual(samples.map((one) => one.steps))
      expect(again.map(({ search }) => search)).toEqual(samples.map(({ search }) => search))
    }
    const report = await replay(
      { start: (request, onEvent, signal) => runLanes(model, request, onEvent, signal) },
      parseRunFile(JSON.parse(JSON.stringify(opened.replay))),
      environment,
    )
    expect(report).toMatchObject({ isSame: true, texts: 6, tokens: 96, difference: null })
  })
})
