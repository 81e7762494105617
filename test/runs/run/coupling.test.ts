import { describe, expect, it } from 'vitest'
import { inspect } from '../../../src/runs/inspect/inspect.ts'
import { parseInspectRequest } from '../../../src/runs/inspect/request.ts'
import { parseRunFile, runFile } from '../../../src/runs/replay/run-file.ts'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { fakeModel } from '../../fakes/fake-model.ts'
import { runToEnd, tokensOf } from '../../with-model/model.ts'

const request = {
  prompt: 'ab',
  lanes: ['sample', 'nucleus:0.7', 'greedy'],
  maxTokens: 12,
  samples: 3,
  seed: 5,
}
const coupling = 'gumbel-max'

describe('coupling', () => {
  it('changes what lanes that sample draw, and nothing of others', async () => {
    const model = fakeModel({ endOfText: [] })
    const [plain, named, other] = [
      await runToEnd(model, request),
      await runToEnd(model, { ...request, coupling: 'inverse-cdf' }),
      await runToEnd(model, { ...request, coupling }),
    ].map(tokensOf)
    expect(named).toEqual(plain)
    expect(other![2]).toEqual(plain![2])
    expect(other![0]).not.toEqual(plain![0])
    expect(tokensOf(await runToEnd(model, { ...request, coupling }))).toEqual(other)
  })

  it('is in run files, and a sample taken up later draws what the whole drew', async () => {
    const model = fakeModel({ endOfText: [] })
    const result = await runToEnd(model, { ...request, coupling })
    const environment = { models: [] } as never
    const file = runFile(parseRunRequest({ ...request, coupling }), environment, result)
    expect(file.request.coupling).toBe(coupling)
    expect(runFile(parseRunRequest(request), environment, result).request).not.toHaveProperty('coupling')
    const read = { ...file, environment: undefined }
    expect(parseRunFile(JSON.parse(JSON.stringify(read))).request.coupling).toBe(coupling)
    const text = result.lanes[1]!.samples[2]!.tokens
    const rest = await runToEnd(model, {
      ...request,
      coupling,
      lanes: ['nucleus:0.7'],
      samples: 1,
      firstSample: 2,
      prefix: text.slice(0, 4),
      maxTokens: 8,
    })
    expect(rest.lanes[0]!.samples[0]!.tokens).toEqual(text.slice(4))
  })

  it('is what the inspector takes apart: the winner, its rivals, and other lanes', async () => {
    const model = fakeModel({ endOfText: [] })
    const { lanes } = await runToEnd(model, { ...request, coupling })
    const [own, other] = lanes.slice(0, 2).map(({ samples }) => samples[1]!.tokens)
    const asked = { prompt: 'ab', seed: 5, sample: 1, coupling, lane: 'sample', tokens: own!.slice(0, 1) }
    const { isOwn, landing, contest, trace } = await inspect(
      model,
      parseInspectRequest({ ...asked, others: ['nucleus:0.7'] }),
    )
    expect([isOwn, landing]).toEqual([true, undefined])
    expect(contest!.contenders[0]!.token).toBe(own![0])
    expect(contest!.others[0]!.token).toBe(other![0])
    const [first, second] = contest!.contenders
    expect(first!.score).toBeCloseTo(first!.logprob + first!.noise, 12)
    expect(first!.score).toBeGreaterThan(second!.score)
    expect(-Math.log(-Math.log(trace.u!))).toBeCloseTo(first!.noise, 12)
    const plain = await inspect(model, parseInspectRequest({ ...asked, coupling: undefined }))
    expect([plain.contest, plain.landing?.u]).toEqual([undefined, expect.any(Number)])
  })

  it('is one of two', () => {
    expect(() => parseRunRequest({ ...request, coupling: 'none' })).toThrow(
      'coupling must be inverse-cdf or gumbel-max, got "none".',
    )
  })
})
