import { describe, expect, it } from 'vitest'
import { parseRunFile, runFile } from '../../../src/runs/replay/run-file.ts'
import { parseRunRequest, type RunInput } from '../../../src/runs/request/request.ts'
import { createCollector } from '../../../src/runs/run/collect.ts'
import type { BeamRecord } from '../../../src/runs/run/events.ts'
import { run } from '../../../src/runs/run/run.ts'
import { stopTexts } from '../../../src/runs/run/stop-texts.ts'
import { fakeModel } from '../../fakes/fake-model.ts'

const utf8 = new TextEncoder()

/** A vocabulary of whole pieces. */
const pieces = ['', 'a', 'b', 'ab\n', '\n', '\nc', 'é', '!']
const words = { bytesOf: (token: number) => utf8.encode(pieces[token]!) }

describe('a stop text', () => {
  it.each([
    ['is complete in the last token', ['b'], [1, 2], true],
    ['was complete before it', ['a'], [1, 2], false],
    ['lies across tokens', ['a\n'], [1, 4], true],
    ['begins and ends inside tokens', ['b\n\n'], [3, 5], true],
    ['ends inside the last token, which goes on', ['b\n'], [1, 3], true],
    ['is one of several', ['zzz', '!'], [1, 7], true],
    ['is not there', ['ba'], [1, 2, 2], false],
    ['is longer than the text', ['aaaa'], [1], false],
    ['has letters of several bytes', ['bé'], [2, 6], true],
  ])('%s', (_, stops, tokens, expected) => {
    expect(stopTexts(words, stops)!(tokens)).toBe(expected)
  })

  it('does not begin in bytes that the prompt has', () => {
    expect(stopTexts(words, ['b\n'], 0)!([3])).toBe(true)
    expect(stopTexts(words, ['b\n'], 2)!([3])).toBe(false)
    expect(stopTexts(words, ['\n'], 2)!([3])).toBe(true)
  })

  it('is none where none is asked for', () => {
    expect(stopTexts(words, [])).toBeUndefined()
  })
})

const endless = () => fakeModel({ endOfText: [] })

async function resultOf(input: Partial<RunInput>) {
  const collector = createCollector()
  await run(
    endless(),
    parseRunRequest({ prompt: 'a', lanes: ['sample'], seed: 1, ...input }),
    collector.receive,
  )
  return collector.result()
}

describe('a run with stop texts', () => {
  const lanes = [
    'greedy',
    'sample',
    'nucleus:0.9',
    'contrastive:k=2',
    'beam:width=3',
    'stochastic-beam:width=2',
  ]

  it.each(lanes)('ends %s with the token that completes one, which stays', async (lane) => {
    const {
      lanes: [stopped],
    } = await resultOf({ lanes: [lane], maxTokens: 60, stop: ['d', 'ge'] })
    const { text, stop, tokens } = stopped!.samples[0]!
    expect(stop).toBe('stop-text')
    expect(text).toMatch(/^(?!.*(d|ge).)[`a-g]*(d|ge)$/)
    expect(tokens.length).toBe(text.length)
  })

  it.each(['greedy', 'sample', 'contrastive:k=2'])('is the same text up to there by %s', async (lane) => {
    const [whole, cut] = await Promise.all([
      resultOf({ lanes: [lane], maxTokens: 40 }),
      resultOf({ lanes: [lane], maxTokens: 40, stop: ['d'] }),
    ])
    const [text] = whole.lanes[0]!.samples.map(({ text: one }) => one)
    expect(cut.lanes[0]!.samples[0]!.text).toBe(text!.slice(0, text!.indexOf('d') + 1))
  })

  it('lets beams end at different lengths, so that the length penalty decides', async () => {
    const [short, long] = await Promise.all(
      [-4, 4].map((penalty) =>
        resultOf({
          lanes: [`beam:width=4,length-penalty=${penalty},early-stopping=never`],
          maxTokens: 30,
          stop: ['e'],
          trace: true,
        }),
      ),
    )
    const lengths = [short!, long!].map(({ lanes: [lane] }) => lane!.samples[0]!.tokens.length)
    expect(lengths[0]!).toBeLessThan(lengths[1]!)
    const tree = short!.lanes[0]!.samples[0]!.search as BeamRecord
    expect(new Set(tree.finished.map(({ length }) => length)).size).toBeGreaterThan(1)
  })

  it('is recorded with them', async () => {
    const request = parseRunRequest({ prompt: 'a', lanes: ['greedy'], stop: ['d'], seed: 1 })
    const result = await resultOf({ stop: ['d'], lanes: ['greedy'] })
    const environment = {} as Parameters<typeof runFile>[1]
    const { environment: _, ...file } = runFile(request, environment, result)
    expect(parseRunFile(file)).toMatchObject({
      request: { stop: ['d'] },
      texts: [[{ stop: 'stop-text' }]],
    })
  })

  it.each([
    [[''], 'A stop text must have at least one character, got "".'],
    ['d', 'stop must be a list of texts, for example ["\\n\\n"], got "d".'],
    [Array.from({ length: 17 }, () => 'x'), 'A run may have 16 stop texts, got a list of 17.'],
  ])('is refused with %j', (stop, message) => {
    expect(() => parseRunRequest({ prompt: '', lanes: ['greedy'], stop })).toThrow(message)
  })
})
