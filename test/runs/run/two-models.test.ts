import { describe, expect, it } from 'vitest'
import { createEngine } from '../../../src/engine/local-engine.ts'
import { parseRunRequest, type RunInput, type RunRequest } from '../../../src/runs/request/request.ts'
import { createCollector } from '../../../src/runs/run/collect.ts'
import type { RunEvent, RunResult } from '../../../src/runs/run/events.ts'
import { run } from '../../../src/runs/run/run.ts'
import { sharesVocabulary } from '../../../src/runs/run/run-models.ts'
import { type FakeModel, fakeModel } from '../../fakes/fake-model.ts'

const big = () => fakeModel({ id: 'big' })
const small = () => fakeModel({ id: 'small' })
/** Another vocabulary, and a shorter context. */
const other = () => fakeModel({ id: 'other', vocabularySize: 11, contextLength: 16 })

interface Finished {
  readonly result: RunResult
  readonly events: readonly RunEvent[]
}

async function runWith(
  input: Omit<RunInput, 'prompt'>,
  models: readonly FakeModel[],
  signal?: AbortSignal,
  more: Partial<RunRequest> = {},
): Promise<Finished> {
  const [main, ...others] = models
  const collector = createCollector()
  const events: RunEvent[] = []
  const request = { ...parseRunRequest({ prompt: 'bead', seed: 5, maxTokens: 9, ...input }), ...more }
  const named = new Map(others.map((model) => [model.info.id, model]))
  const onEvent = (event: RunEvent) => {
    events.push(event)
    collector.receive(event)
  }
  await run(main!, request, onEvent, signal, named)
  return { result: collector.result(), events }
}

const samplesOf = ({ result }: Finished) => result.lanes.map(({ samples }) => samples)

describe('lanes of different models', () => {
  it('give what each gives in a run of its model alone', async () => {
    const chains = [
      'greedy',
      'nucleus:0.9',
      'temperature:1.3+sample',
      'beam:width=3',
      'contrastive:k=2',
      'mirostat',
    ]
    const lanes = chains.flatMap((chain) => [chain, `${chain}@other`])
    const together = samplesOf(await runWith({ lanes, samples: 3, trace: true }, [big(), other()]))
    const alone = {
      big: await runWith({ lanes: chains, samples: 3, trace: true }, [big()]),
      other: await runWith({ lanes: chains, samples: 3, trace: true }, [other()]),
    }
    for (const [index, chain] of chains.entries()) {
      expect(together[2 * index], chain).toEqual(samplesOf(alone.big)[index])
      expect(together[2 * index + 1], `${chain}@other`).toEqual(samplesOf(alone.other)[index])
    }
  })

  it('draw with the same numbers, and state which model and which tokens are theirs', async () => {
    const endless = [
      fakeModel({ id: 'big', endOfText: [] }),
      fakeModel({ id: 'other', vocabularySize: 11, endOfText: [] }),
    ]
    const { result, events } = await runWith({ lanes: ['sample', 'top-p:0.95@other'] }, endless)
    const [first, second] = result.lanes
    const length = Math.min(first!.samples[0]!.steps.length, second!.samples[0]!.steps.length)
    expect(length).toBe(9)
    const drawn = result.lanes.map(({ samples }) => samples[0]!.steps.slice(0, length).map(({ u }) => u))
    expect(drawn[1]).toEqual(drawn[0])
    expect(result.model).toBe('big')
    expect(first).not.toHaveProperty('model')
    expect(first).not.toHaveProperty('promptTokens')
    expect(second).toMatchObject({
      lane: 'top-p:0.95@other',
      model: 'other',
      promptTokens: other().encode('bead'),
    })
    const start = events.find(({ type }) => type === 'run-start')
    expect(start).toMatchObject({
      promptTokens: big().encode('bead'),
      lanes: [{ chain: 'sample' }, { chain: 'nucleus:0.95@other', model: 'other' }],
    })
  })

  it('are sent lane by lane at every step', async () => {
    const { events } = await runWith({ lanes: ['greedy@other', 'greedy', 'top-k:3@other'] }, [
      fakeModel({ id: 'big', endOfText: [] }),
      fakeModel({ id: 'other', vocabularySize: 11, endOfText: [] }),
    ])
    const lanes = events.flatMap((event) => (event.type === 'lane-delta' ? [event.lane] : []))
    expect(lanes).toEqual(Array.from({ length: 27 }, (_, index) => index % 3))
  })

  it('stop each at the end of its own context, and all at once when stopped', async () => {
    const abort = new AbortController()
    const lanes = ['greedy', 'greedy@other']
    const endless = [
      fakeModel({
        id: 'big',
        endOfText: [],
        onForward: (forward) => (forward === 20 ? abort.abort() : undefined),
      }),
      fakeModel({ id: 'other', endOfText: [], contextLength: 16 }),
    ]
    const { result } = await runWith({ lanes, maxTokens: 40 }, endless, abort.signal, {
      mayFillContext: true,
    })
    const [first, second] = result.lanes.map(({ samples }) => samples[0]!)
    expect(second).toMatchObject({ stop: 'context', tokens: { length: 12 } })
    expect(first).toMatchObject({ stop: 'stopped', tokens: { length: 21 } })
    for (const { counts } of endless) expect(counts.open).toBe(0)
  })

  it('share a prefix only where they share its tokens', async () => {
    const lanes = ['greedy', 'greedy@other']
    await expect(runWith({ lanes, prefix: [1] }, [big(), other()])).rejects.toThrow(
      'prefix lists tokens, and big and other have different ones; run one model, or give text in insert.',
    )
    const both = await runWith({ lanes: ['greedy', 'greedy@small'], prefix: [1, 2] }, [big(), small()])
    const alone = await runWith({ lanes: ['greedy'], prefix: [1, 2] }, [small()])
    expect(samplesOf(both)[1]).toEqual(samplesOf(alone)[0])
    const inserted = await runWith({ lanes, insert: 'cab', replay: true }, [big(), other()])
    for (const [samples] of samplesOf(inserted)) expect(samples!.text.startsWith('cab')).toBe(true)
  })

  it('are refused where the prompt does not fit one of them', async () => {
    const fit = runWith({ lanes: ['greedy', 'greedy@other'], insert: 'abcdefabcdef' }, [big(), other()])
    await expect(fit).rejects.toThrow(/is 16 tokens long, and other reads 16 /)
  })

  it('may leave the run’s own model without a lane', async () => {
    const { result, events } = await runWith({ lanes: ['greedy@other'], prefix: [9] }, [big(), other()])
    expect(result).toMatchObject({ model: 'big', promptTokens: big().encode('bead') })
    expect(result.lanes[0]!.samples).toEqual(
      (await runWith({ lanes: ['greedy'], prefix: [9] }, [other()])).result.lanes[0]!.samples,
    )
    expect(events.find(({ type }) => type === 'run-start')).toMatchObject({
      prefix: [{ token: 9, text: 'i' }],
    })
  })
})

describe('a shared vocabulary', () => {
  const named = (id: string, names: Readonly<Record<number, string>> = {}) => {
    const model = fakeModel({ id })
    const nameOf = (token: number) => names[token] ?? model.nameOf(token)
    return {
      ...model,
      nameOf,
      bytesOf: (token: number) => (names[token] ? new Uint8Array() : model.bytesOf(token)),
    }
  }

  it('is one of the same bytes, and of the same names where a token has none', () => {
    expect(sharesVocabulary(big(), small())).toBe(true)
    expect(sharesVocabulary(big(), other())).toBe(false)
    expect(sharesVocabulary(big(), fakeModel({ endOfText: [3] }))).toBe(false)
    // Special to one of them only, but the same token.
    expect(sharesVocabulary(big(), named('small', { 2: 'b' }))).toBe(true)
    expect(sharesVocabulary(named('big', { 2: '<a>' }), named('small', { 2: '<b>' }))).toBe(false)
  })
})

describe('contrastive decoding in a run', () => {
  const contrast = 'contrastive-decoding:alpha=0.05,amateur=small,amateur-window=0'

  it('takes the best of the quotients, step by step', async () => {
    const [expert, amateur] = ['big', 'small'].map((id) => fakeModel({ id, endOfText: [] })) as [
      FakeModel,
      FakeModel,
    ]
    const { result } = await runWith({ lanes: [`${contrast}+greedy`] }, [expert, amateur])
    const history = [...expert.encode('bead')]
    const { tokens } = result.lanes[0]!.samples[0]!
    for (const token of tokens) {
      const [own, doubt] = [expert.logitsAfter(history), amateur.logitsAfter(history)]
      const plausible = [...own.keys()].filter((id) => own[id]! >= Math.max(...own) + Math.log(0.05))
      const scores = plausible.map((id) => own[id]! - doubt[id]!)
      expect(token).toBe(plausible[scores.indexOf(Math.max(...scores))])
      history.push(token)
    }
    expect(tokens).toHaveLength(9)
  })

  it('gives the same alone and beside others, under every search', async () => {
    const searches = ['greedy', 'sample', 'beam:width=3', 'stochastic-beam:width=2', 'contrastive:k=3']
    const lanes = [
      ...searches.map((search) => `${contrast}+${search}`),
      ...searches.map((search) => `contrastive-decoding:alpha=0.1,amateur-window=3+${search}`),
      'contrastive-decoding:alpha=0.05,amateur=big,amateur-window=0+top-k:4+' +
        'contrastive-decoding:alpha=0,amateur-window=2@small',
      'greedy@small',
    ]
    const models = [big(), small()]
    const together = samplesOf(await runWith({ lanes, samples: 2 }, models))
    for (const { counts } of models) expect(counts.open).toBe(0)
    for (const [index, lane] of lanes.entries()) {
      expect(together[index]![0]!.stop, lane).not.toBe('error')
      expect(samplesOf(await runWith({ lanes: [lane], samples: 2 }, [big(), small()]))[0], lane).toEqual(
        together[index],
      )
    }
  })

  it('needs no forward of the amateur where its weight is 0', async () => {
    const idle = small()
    await runWith({ lanes: ['contrastive-decoding:alpha=0.1,beta=0,amateur=small'] }, [big(), idle])
    expect(idle.counts.prefills).toBe(0)
  })

  it('ends a lane whose amateur cannot read along, in one sentence; the others carry on', async () => {
    const lanes = ['contrastive-decoding:alpha=0.1,amateur=other', 'greedy']
    const [wrong, right] = samplesOf(await runWith({ lanes }, [big(), other()]))
    expect(wrong![0]).toMatchObject({
      stop: 'error',
      message:
        '"contrastive-decoding:alpha=0.1,amateur=other" needs an amateur with the vocabulary of big, ' +
        'and other has another; name a model of the same family, or "same".',
    })
    expect(right![0]!.stop).not.toBe('error')
    const tight = fakeModel({ id: 'small', contextLength: 4 })
    const [short] = samplesOf(await runWith({ lanes: [contrast] }, [big(), tight]))
    expect(short![0]!.message).toMatch(
      /has small read 4 tokens, and it reads 4 with .* give it an amateur-window/,
    )
  })

  it('ends where an amateur that reads everything is full', async () => {
    const tight = fakeModel({ id: 'small', contextLength: 8, endOfText: [] })
    const [lane] = samplesOf(
      await runWith({ lanes: [`${contrast}+greedy`] }, [fakeModel({ id: 'big', endOfText: [] }), tight]),
    )
    expect(lane![0]).toMatchObject({ stop: 'context', tokens: { length: 4 } })
  })

  it('counts the amateurs’ rows', async () => {
    const request = runWith({ lanes: ['contrastive-decoding:0.1+beam:width=64', 'greedy'] }, [big()])
    await expect(request).rejects.toThrow('this one needs 129')
  })
})

describe('the runner', () => {
  it('borrows every model of a run and gives all back, whatever happens', async () => {
    const models = new Map([big(), small(), other()].map((model) => [model.info.id, model]))
    let lent: string[] = []
    const forcedTokens: string[] = []
    const runner = createEngine({
      defaultId: 'big',
      async borrow(id = 'big') {
        const model = models.get(id)
        if (!model) throw new Error(`no ${id}`)
        lent.push(id)
        return { id, model, giveBack: () => void forcedTokens.push(id) }
      },
    })
    const start = (lanes: string[]) =>
      runner.start(parseRunRequest({ prompt: 'bead', lanes, maxTokens: 3 }), () => {})
    await start(['greedy', 'greedy@other', 'contrastive-decoding:alpha=0.1,amateur=small'])
    expect(lent).toEqual(['big', 'other', 'small'])
    expect(forcedTokens).toEqual(lent)
    lent = []
    forcedTokens.length = 0
    await expect(start(['greedy@other', 'greedy@missing'])).rejects.toThrow('no missing')
    expect([lent, forcedTokens]).toEqual([
      ['big', 'other'],
      ['big', 'other'],
    ])
  })
})
