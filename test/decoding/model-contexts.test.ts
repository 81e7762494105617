import { describe, expect, it } from 'vitest'
import { decodeContexts } from '../../src/decoding/decode.ts'
import type { Decoder, DecoderOutput } from '../../src/decoding/decoder.ts'
import type { Row } from '../../src/decoding/model.ts'
import { type ModelContext, openModelContexts } from '../../src/decoding/model-context.ts'
import { openSlidingWindow } from '../../src/decoding/sliding-window.ts'
import { type FakeModel, fakeModel } from '../fakes/fake-model.ts'
import { laneDecoder, runLane } from '../fakes/lane.ts'

const PROMPT = [3, 1, 2]
const LANES = ['greedy', 'nucleus:0.9', 'beam:width=3', 'contrastive:k=3']

/** Writes the given texts side by side, one hypothesis each, and keeps the rows it was handed. */
function scripted(texts: readonly (readonly number[])[]) {
  const seen: Row[][] = []
  const decoder: Decoder = (rows) => {
    seen.push([...rows])
    const step = seen.length - 1
    if (step === texts[0]!.length) return { tokens: texts[0]!, steps: [], stop: 'length' }
    const children = texts.map((text, index) => ({ parent: step === 0 ? 0 : index, token: text[step]! }))
    return { tokens: texts[0]!.slice(0, step), steps: [], children }
  }
  return { decoder, seen }
}

const logitsOf = (rows: readonly Row[]) => rows.map(({ logits }) => logits)

describe('decodeContexts', () => {
  it('gives the lanes of each model the turns they have with that model alone', async () => {
    const models = [fakeModel({ id: 'one' }), fakeModel({ id: 'two', vocabularySize: 11 })]
    const lanes = LANES.flatMap((lane) => models.map((model, reading) => ({ lane, model, reading })))
    const last: DecoderOutput[] = []
    const order: number[] = []
    const isDone = await decodeContexts(
      models.map((model) => ({ model, prompt: PROMPT, hidden: true })),
      lanes.map(({ lane, model, reading }) => ({ decoder: laneDecoder(model, lane), contexts: [reading] })),
      (index, turn) => {
        order.push(index)
        last[index] = turn
      },
    )
    expect(isDone).toBe(true)
    for (const [index, { lane, model }] of lanes.entries()) {
      expect(last[index], lane).toEqual(await runLane(fakeModel({ ...model.info }), lane))
    }
    // One turn a lane and step, lane after lane, whatever their models.
    expect(order.slice(0, 2 * lanes.length)).toEqual([...lanes.keys(), ...lanes.keys()])
    for (const { counts } of models) expect(counts).toMatchObject({ prefills: 1, open: 0 })
  })

  it('hands a decoder its amateurs’ logits after the same texts', async () => {
    const [own, other] = [fakeModel({ id: 'one' }), fakeModel({ id: 'two' })]
    const texts = [
      [1, 5, 5, 2],
      [1, 4, 7, 6],
      [3, 3, 1, 1],
    ]
    const { decoder, seen } = scripted(texts)
    const contexts: ModelContext[] = [
      { model: own, prompt: PROMPT },
      { model: other, prompt: PROMPT },
      { model: own, prompt: PROMPT, window: 2 },
    ]
    const beside = { decoder: laneDecoder(own, 'beam:width=3', { maxTokens: 3 }), contexts: [0] }
    await decodeContexts(contexts, [beside, { decoder, contexts: [0, 1, 2] }], () => {})
    for (const [step, rows] of seen.entries()) {
      const histories = (step === 0 ? [[]] : texts).map((text) => [...PROMPT, ...text.slice(0, step)])
      expect(logitsOf(rows)).toEqual(histories.map(own.logitsAfter))
      expect(rows.map(({ amateurs }) => amateurs)).toEqual(
        histories.map((history) => [other.logitsAfter(history), own.logitsAfter(history.slice(-2))]),
      )
    }
    expect(seen).toHaveLength(5)
    for (const { counts } of [own, other]) expect(counts.open).toBe(0)
  })

  it('ends within a step of an abort, without a last forward of any model', async () => {
    const abort = new AbortController()
    const models = [fakeModel({ id: 'one', endOfText: [] }), fakeModel({ id: 'two', endOfText: [] })]
    const readers = models.map((model, index) => ({
      decoder: laneDecoder(model, 'greedy', { maxTokens: 50 }),
      contexts: [index],
    }))
    let turns = 0
    const onOutput = () => {
      if (++turns === 5) abort.abort()
    }
    const contexts = models.map((model) => ({ model, prompt: PROMPT }))
    expect(await decodeContexts(contexts, readers, onOutput, abort.signal)).toBe(false)
    for (const { counts } of models) expect(counts).toMatchObject({ forwards: 2, open: 0 })
  })

  it('lets go of a model whose lanes are done, and of all when one fails', async () => {
    const quick = fakeModel({ id: 'quick', endOfText: [] })
    const run = (slow: FakeModel) =>
      decodeContexts(
        [quick, slow].map((model) => ({ model, prompt: PROMPT })),
        [quick, slow].map((model, index) => ({
          decoder: laneDecoder(model, 'greedy', { maxTokens: index === 0 ? 2 : 9 }),
          contexts: [index],
        })),
        () => {},
      )
    const open: number[] = []
    const slow = fakeModel({ id: 'slow', endOfText: [], onForward: () => void open.push(quick.counts.open) })
    await run(slow)
    expect(quick.counts.forwards).toBe(1)
    expect(open).toEqual([1, 0, 0, 0, 0, 0, 0, 0])
    const broken = fakeModel({
      id: 'broken',
      endOfText: [],
      onForward: () => {
        throw new Error('broken')
      },
    })
    await expect(run(broken)).rejects.toThrow('broken')
    for (const { counts } of [quick, slow, broken]) expect(counts.open).toBe(0)
  })
})

describe('contexts', () => {
  it('are opened all or not at all', async () => {
    const [good, bad] = [fakeModel({ id: 'good' }), fakeModel({ id: 'bad', contextLength: 2 })]
    await expect(openModelContexts([good, bad].map((model) => ({ model, prompt: PROMPT })))).rejects.toThrow(
      'prompt length',
    )
    expect(good.counts.open).toBe(0)
  })

  it('come behind prompt and prefix, read token by token unless hidden states are wanted', async () => {
    const model = fakeModel()
    const reading = { model, prompt: PROMPT, prefix: [5, 6] }
    const batches = await openModelContexts([
      reading,
      { ...reading, hidden: true },
      { ...reading, window: 4 },
    ])
    for (const [index, history] of [
      [3, 1, 2, 5, 6],
      [3, 1, 2, 5, 6],
      [1, 2, 5, 6],
    ].entries()) {
      expect(batches[index]!.rows[0]!.logits).toEqual(model.logitsAfter(history))
    }
    expect(batches[1]!.rows[0]!.hidden).toHaveLength(5)
    expect(model.counts.forwards).toBe(2)
    for (const batch of batches) batch.dispose()
  })
})

describe('a window', () => {
  it('sees what there is while the text is shorter, and reads many rows in several forwards', async () => {
    const model = fakeModel({ contextLength: 64, endOfText: [] })
    const texts = Array.from({ length: 40 }, (_, row) => Array.from({ length: 30 }, (_, i) => (row * i) % 8))
    const batch = await openSlidingWindow(model, texts, 20)
    expect(logitsOf(batch.rows)).toEqual(texts.map((text) => model.logitsAfter(text.slice(-20))))
    expect(model.counts).toMatchObject({ prefills: 2, open: 0 })
    const short = await openSlidingWindow(model, [[1, 2]], 20)
    expect(short.rows[0]!.logits).toEqual(model.logitsAfter([1, 2]))
    const next = await short.extend([
      { parent: 0, token: 5 },
      { parent: 0, token: 6 },
    ])
    expect(logitsOf(next.rows)).toEqual([model.logitsAfter([1, 2, 5]), model.logitsAfter([1, 2, 6])])
  })
})
