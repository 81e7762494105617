import { describe, expect, it } from 'vitest'
import { createEngine } from '../../../src/engine/local-engine.ts'
import { parseRunRequest } from '../../../src/runs/request/request.ts'
import { createCollector } from '../../../src/runs/run/collect.ts'
import type { RunEvent } from '../../../src/runs/run/events.ts'
import { run } from '../../../src/runs/run/run.ts'
import { randomStreams } from '../../../src/sampling/random.ts'
import { type FakeModel, fakeModel } from '../../fakes/fake-model.ts'

const CHAINS = [
  'greedy',
  'nucleus:0.9',
  'temperature:1.3+top-k:4',
  'mirostat:2',
  'repetition-penalty:1.3+min-p:0.1',
  'beam:width=3',
  'diverse-beam:width=4,groups=2',
  'stochastic-beam:width=2',
  'contrastive:k=3',
  'power:alpha=2,moves=3,block=5',
  'ban-phrases:phrases=ab|cd|ef,match=anywhere',
  'contrastive-decoding:alpha=0.1,amateur=other+ban-phrases:phrases=a|cd,match=anywhere',
  'contrastive-decoding:alpha=0.1,amateur=other+power:alpha=2,moves=2,block=4',
  'contrastive-decoding:alpha=0.1,amateur=other',
  'xtc:threshold=0.1,probability=0.5',
]
/** Models of one vocabulary, one of which lets rows of different runs meet in no forward. */
const models = (): FakeModel[] => {
  const options = { contextLength: 96, endOfText: [0] }
  return [
    fakeModel({ id: 'one', ...options }),
    fakeModel({ id: 'other', ...options }),
    fakeModel({ id: 'dependent', ...options, slotFacts: { isIndependent: false } }),
  ]
}

function engineOf(all: readonly FakeModel[]) {
  const borrow = async (id = 'one') => {
    const model = all.find(({ info }) => info.id === id)!
    return { id, model, giveBack: () => undefined }
  }
  return createEngine({ defaultId: 'one', borrow })
}

/** What nothing but the request may decide. */
const wordsOf = ({ result }: ReturnType<typeof createCollector>) => {
  const { lanes, promptTokens } = result()
  return JSON.stringify({ lanes, promptTokens })
}

/** Run `number` of a crowd, the same whenever it is made. */
function requestOf(number: number, lanes: number) {
  const uniform = randomStreams(number, 0)('crowd')
  const pick = (index: number, most: number) => Math.floor(uniform(index) * most)
  const letters = Array.from({ length: 1 + pick(0, 40) }, (_, index) => 'abcdefg'[pick(1 + index, 7)])
  return parseRunRequest({
    prompt: letters.join(''),
    model: ['one', 'other', 'dependent'][pick(50, 3)],
    lanes: Array.from(
      { length: 1 + pick(51, lanes) },
      (_, index) => CHAINS[pick(52 + index, CHAINS.length)]!,
    ),
    samples: 1 + pick(70, 3),
    maxTokens: 1 + pick(71, 24),
    seed: number,
    trace: pick(72, 4) === 0,
  })
}

describe('a batch shared by everybody', () => {
  it('gives every lane what it gets alone, whoever comes, goes, or stops meanwhile', async () => {
    const engine = engineOf(models())
    const begun = Array.from({ length: 70 }, async (_, number) => {
      const uniform = randomStreams(number, 0)('arrival')
      await new Promise((resolve) => setTimeout(resolve, uniform(0) * 150))
      const request = requestOf(number, 6)
      const abort = new AbortController()
      const collector = createCollector()
      let events = Math.ceil(uniform(1) * 60)
      const onEvent = (event: RunEvent) => {
        collector.receive(event)
        // A third of them are given up somewhere.
        if (number % 3 === 0 && --events === 0) abort.abort()
        if (number % 7 === 0) return new Promise<void>((resolve) => setTimeout(resolve, 1))
      }
      await engine.start(request, onEvent, abort.signal, `client ${number % 5}`)
      return { request, collector, isAborted: abort.signal.aborted }
    })
    const alone = models()
    let compared = 0
    /** Of runs that were given up. */
    let begunTokens = 0
    for (const { request, collector, isAborted } of await Promise.all(begun)) {
      const own = createCollector()
      const model = alone.find(({ info }) => info.id === request.model)!
      const others = new Map(alone.map((one) => [one.info.id, one]))
      await run(model, request, own.receive, undefined, others)
      if (isAborted) {
        const whole = own.result().lanes
        for (const [lane, { samples }] of collector.result().lanes.entries()) {
          // A beam, a power or a ban may change its mind later; what the others wrote stays.
          if (/beam|power|ban/.test(request.lanes[lane]!.lane)) continue
          for (const [sample, { tokens }] of samples.entries()) {
            expect(whole[lane]!.samples[sample]!.tokens.slice(0, tokens.length)).toEqual(tokens)
            begunTokens += tokens.length
          }
        }
      } else expect(wordsOf(collector)).toBe(wordsOf(own))
      compared += collector.result().lanes.length
    }
    expect(compared).toBeGreaterThan(200)
    expect(begunTokens).toBeGreaterThan(20)
    expect(engine.stats().forwards).toBeLessThan(engine.stats().rows / 2)
  })

  it('leaves no row behind, however its runs end', async () => {
    const all = models()
    const engine = engineOf(all)
    const broken = () => {
      throw new Error('nobody listens')
    }
    const abort = new AbortController()
    const ends = await Promise.allSettled([
      engine.start(requestOf(1, 6), () => undefined),
      engine.start(requestOf(2, 6), broken),
      engine.start(
        { ...requestOf(4, 6), maxTokens: 50 },
        ({ type }) => void (type === 'lane-delta' && abort.abort()),
        abort.signal,
      ),
    ])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    for (const { counts } of all) expect(counts.open).toBe(0)
  })

  it('lets a run of one row step nearly every time beside one of 64 rows', async () => {
    const engine = engineOf([fakeModel({ id: 'one', contextLength: 400, endOfText: [] })])
    const abort = new AbortController()
    const large = parseRunRequest({
      prompt: 'ab',
      lanes: ['sample', 'greedy'],
      samples: 32,
      maxTokens: 390,
      seed: 1,
    })
    const started = new Promise<void>((resolve) => {
      void engine.start(
        large,
        ({ type }) => void (type === 'lane-delta' && resolve()),
        abort.signal,
        'one client',
      )
    })
    await started
    const before = engine.stats()
    const small = parseRunRequest({ prompt: 'cd', lanes: ['greedy'], maxTokens: 50, seed: 1 })
    await engine.start(small, () => undefined, undefined, 'another client')
    const { forwards, rows } = engine.stats()
    abort.abort()
    // Its own 50 steps and its prompt, and few that it had no part in.
    expect(forwards - before.forwards).toBeLessThan(80)
    // The large run went on meanwhile.
    expect(rows - before.rows).toBeGreaterThan(150)
  })

  it('goes on where a reader does not read, whose run alone waits', async () => {
    const engine = engineOf(models())
    const never = new Promise<void>(() => undefined)
    const abort = new AbortController()
    const request = parseRunRequest({ prompt: 'abc', lanes: ['greedy'], maxTokens: 10, seed: 1 })
    const stuck = [1, 2, 3].map(() =>
      engine.start(request, ({ type }) => (type === 'lane-delta' ? never : undefined), abort.signal),
    )
    void stuck
    const collector = createCollector()
    await engine.start(request, collector.receive)
    expect(collector.result().lanes[0]!.samples[0]!.stop).toMatch(/length|end-of-text/)
  })
})
