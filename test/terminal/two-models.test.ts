import { describe, expect, it } from 'vitest'
import { runProgram } from '../../src/terminal/program.ts'
import { runReport } from '../../src/terminal/run-report.ts'
import { openTwoModels } from '../models/two-models.ts'

const ARGS = ['run', '--prompt', 'Once upon a time', '--seed', '7', '--max-tokens', '6']

async function call(...args: string[]) {
  const printed: string[] = []
  const noted: string[] = []
  const { library, remove } = openTwoModels()
  const status = await runProgram([...ARGS, ...args], {
    print: (text) => void printed.push(text),
    note: (text) => void noted.push(text),
    signal: new AbortController().signal,
    openLibrary: async () => library,
    serve: async () => {},
  })
  remove()
  return { status, out: printed.join('\n'), messages: noted.join('\n') }
}

describe('run on two models', () => {
  it('takes a lane’s model behind @, and states which lane ran on which', async () => {
    const lanes = ['--lane', 'nucleus:0.9', '--lane', 'nucleus:0.9@tiny-gpt2']
    const { status, out } = await call(...lanes, '--json')
    expect(status).toBe(0)
    const result = JSON.parse(out)
    expect(result.model).toBe('books-13m')
    expect(Object.keys(result.lanes[0])).toEqual(['lane', 'samples', 'metrics'])
    expect(result.lanes[1]).toMatchObject({ lane: 'nucleus:0.9@tiny-gpt2', model: 'tiny-gpt2' })
    expect(result.lanes[1].promptTokens.length).toBeGreaterThan(0)
    const text = (await call(...lanes)).out
    expect(text).toMatch(
      /^models books-13m, tiny-gpt2, seed 7\nModels cut text into different tokens: .*\n\n/,
    )
    expect(text.match(/\(length, 6 tokens, \d+\.\d\d bits per byte\)/g)).toHaveLength(2)
    expect(text).not.toContain('lanes differ')
  })

  it('prints a run of one model as before', async () => {
    const { out } = await call('--lane', 'greedy', '--lane', 'nucleus:0.9@books-13m')
    expect(out).toMatch(/^model books-13m, seed 7, lanes differ from token \d+ on\n/)
    expect(out).not.toContain('bits per byte')
  })

  it.each([
    [['--lane', 'greedy@'], 'Expected the id of a model after @ in "greedy@", got nothing.'],
    [['--lane', 'greedy@gpt5'], 'There is no model "gpt5"; choose one of books-13m, tiny-gpt2, tiny-twin.'],
    [
      ['--lane', 'contrastive-decoding:alpha=0.1,amateur=gpt5'],
      'There is no model "gpt5"; choose one of books-13m, tiny-gpt2, tiny-twin.',
    ],
    [
      ['--lane', 'contrastive-decoding:alpha=2'],
      'Contrastive decoding alpha: expected a share of the most likely token to be reached from 0 to 1 ' +
        '(0 is off), got 2.',
    ],
    [
      ['--lane', 'contrastive-decoding:form=ratio'],
      'Contrastive decoding form: expected how the two are put together: difference, logits, got ratio.',
    ],
  ])('refuses %j in one sentence', async (args, message) => {
    expect(await call(...args)).toEqual({ status: 2, out: '', messages: message })
  })

  it('has no bits per byte of no text', () => {
    const sample = { tokens: [], text: '', stop: 'stopped', steps: [], metrics: {} } as const
    const lane = { samples: [sample], metrics: {} }
    const report = runReport({
      model: 'a',
      prompt: 'x',
      promptTokens: [1],
      seed: 1,
      lanes: [
        { ...lane, lane: 'greedy' },
        { ...lane, lane: 'greedy@b', model: 'b' },
      ],
    })
    expect(report).toContain('greedy@b  (stopped, 0 tokens)\nx')
  })
})
