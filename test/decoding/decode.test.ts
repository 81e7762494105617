import { describe, expect, it } from 'vitest'
import { decode, decodeMany } from '../../src/decoding/decode.ts'
import type { DecoderOutput } from '../../src/decoding/decoder.ts'
import { fakeModel } from '../fakes/fake-model.ts'
import { laneDecoder, runLane, runLanes } from '../fakes/lane.ts'

const PROMPT = [3, 1, 2]
const LANES = [
  'greedy',
  'nucleus:0.9',
  'temperature:0.8+top-k:3',
  'beam:width=3',
  'diverse-beam:width=4,groups=2',
  'stochastic-beam:width=3',
  'contrastive:k=3',
  'min-p:0.1+beam:width=2,length-penalty=0,early-stopping=never',
]

describe('decode', () => {
  it('gives every lane the same turns alone and together', async () => {
    const options = { maxTokens: 10, seed: 7, trace: true }
    const together = await runLanes(fakeModel(), LANES, options)
    for (const [i, lane] of LANES.entries()) {
      expect(await runLane(fakeModel(), lane, options), lane).toEqual(together[i])
    }
  })

  it.each(LANES)('respects the limits: %s', async (lane) => {
    for (const maxTokens of [1, 2, 9]) {
      const cut = await runLane(fakeModel({ endOfText: [] }), lane, { maxTokens })
      expect(cut).toMatchObject({ stop: 'length', tokens: { length: maxTokens } })
      const free = await runLane(fakeModel(), lane, { maxTokens })
      expect(free.tokens.slice(0, -1)).not.toContain(0)
      expect(free.stop).toBe(free.tokens.at(-1) === 0 ? 'end-of-text' : 'length')
      expect(free.steps.map(({ token }) => token)).toEqual(free.tokens)
    }
    const full = await runLane(fakeModel({ endOfText: [], contextLength: 8 }), lane, { maxTokens: 20 })
    expect(full).toMatchObject({ stop: 'context', tokens: { length: 5 } })
  })

  it('prefills once, and every batch is disposed', async () => {
    const model = fakeModel()
    await runLanes(model, LANES)
    expect(model.counts).toMatchObject({ prefills: 1, open: 0 })
  })

  it('lets the rows of finished lanes leave the batch', async () => {
    const model = fakeModel({ endOfText: [] })
    const decoders = [2, 5, 3].map((maxTokens) => laneDecoder(model, 'greedy', { maxTokens }))
    await decode(model, PROMPT, decoders, () => {})
    expect(model.counts.rows).toEqual([3, 2, 1, 1])
  })

  it('ends within a step of an abort, without a last forward', async () => {
    const model = fakeModel({ endOfText: [] })
    const abort = new AbortController()
    const turns: DecoderOutput[] = []
    const decoders = [laneDecoder(model, 'greedy', { maxTokens: 50 })]
    const onOutput = (_: number, turn: DecoderOutput) => {
      if (turns.push(turn) === 3) abort.abort()
    }
    expect(await decode(model, PROMPT, decoders, onOutput, { signal: abort.signal })).toBe(false)
    expect(turns.at(-1)!.tokens.length).toBe(3)
    expect(model.counts).toMatchObject({ forwards: 2, open: 0 })
  })

  it('ends after the forward during which it was aborted', async () => {
    const abort = new AbortController()
    const model = fakeModel({
      endOfText: [],
      onForward: (forward) => {
        if (forward === 4) abort.abort()
      },
    })
    const decoders = [laneDecoder(model, 'beam:width=3', { maxTokens: 50 })]
    expect(await decode(model, PROMPT, decoders, () => {}, { signal: abort.signal })).toBe(false)
    expect(model.counts).toMatchObject({ forwards: 5, open: 0 })
  })

  it('asks the model for nothing when aborted before', async () => {
    const model = fakeModel()
    expect(await decode(model, PROMPT, [], () => {}, { signal: AbortSignal.abort() })).toBe(false)
    expect(model.counts).toMatchObject({ prefills: 0, open: 0 })
  })

  it('disposes the batch when the model, a decoder or a listener throws', async () => {
    const broken = () => {
      throw new Error('broken')
    }
    const model = fakeModel({ endOfText: [], onForward: (forward) => (forward === 2 ? broken() : undefined) })
    const greedy = () => laneDecoder(model, 'greedy')
    await expect(decode(model, PROMPT, [greedy()], () => {})).rejects.toThrow('broken')
    await expect(decode(model, PROMPT, [broken], () => {})).rejects.toThrow('broken')
    await expect(decode(model, PROMPT, [greedy()], broken)).rejects.toThrow('broken')
    expect(model.counts.open).toBe(0)
  })

  it('waits for a slow listener', async () => {
    const model = fakeModel({ endOfText: [] })
    let busy = false
    await decode(model, PROMPT, [laneDecoder(model, 'greedy'), laneDecoder(model, 'sample')], async () => {
      expect(busy).toBe(false)
      busy = true
      await new Promise((resolve) => setTimeout(resolve, 1))
      busy = false
    })
    expect(model.counts.forwards).toBe(5)
  })
})

describe('decodeMany', () => {
  it('gives every decoder the turns it has alone, whatever prompts are beside it', async () => {
    const prompts = [PROMPT, [1, 1, 4], [5, 2, 2]]
    const options = { maxTokens: 9, seed: 3 }
    const model = fakeModel()
    const starts = LANES.map((lane, index) => {
      const prompt = (index * 2) % prompts.length
      return { lane, prompt, decoder: laneDecoder(model, lane, { ...options, prompt: prompts[prompt]! }) }
    })
    const last: DecoderOutput[] = []
    const isDone = await decodeMany(
      model,
      prompts,
      starts,
      (index, turn) => {
        last[index] = turn
      },
      { hidden: true },
    )
    expect(isDone).toBe(true)
    expect(model.counts).toMatchObject({ prefills: 1, open: 0 })
    for (const [index, { lane, prompt }] of starts.entries()) {
      expect(await runLane(fakeModel(), lane, { ...options, prompt: prompts[prompt]! }), lane).toEqual(
        last[index],
      )
    }
  })

  it('asks the model for nothing when aborted before', async () => {
    const model = fakeModel()
    const signal = AbortSignal.abort()
    expect(await decodeMany(model, [PROMPT], [], () => {}, { signal })).toBe(false)
    expect(model.counts.prefills).toBe(0)
  })
})
