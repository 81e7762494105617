import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { call } from './call.ts'

const folder = mkdtempSync(join(tmpdir(), 'replay-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(content: unknown, name = 'run.json'): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const RUN = ['run', '--prompt', 'Once upon a time', '--lane', 'greedy', '--lane', 'nucleus:0.9']
const SETTINGS = [
  '--max-tokens',
  '8',
  '--seed',
  '7',
  '--samples',
  '2',
  '--branch',
  '2.2.3= and so',
  '--branch',
  '2.2.7:11',
]

describe('run --record and replay', () => {
  it('come to the same tokens, branches included', async () => {
    const { status, out } = await call(...RUN, ...SETTINGS, '--record')
    expect(status).toBe(0)
    const record = JSON.parse(out)
    expect(Object.keys(record)).toEqual(['format', 'version', 'request', 'environment', 'result', 'branches'])
    expect(record.branches).toMatchObject([
      { lane: 1, sample: 1, step: 2, text: ' and so' },
      { lane: 1, sample: 1, step: 6, token: 11 },
    ])
    expect(record.branches[1].result.tokens.slice(0, 6)).toEqual(record.branches[0].result.tokens.slice(0, 6))
    expect(record.branches[1].result.tokens[6]).toBe(11)
    const again = await call('replay', fileOf(record))
    expect([again.status, again.messages]).toEqual([0, ''])
    expect(again.out).toBe('every token is the same: 5 texts, 40 tokens')

    record.branches[0].result.tokens[7] += 1
    record.environment.onnxruntime = '1.0.0'
    const other = await call('replay', fileOf(record))
    expect(other.status).toBe(1)
    expect(other.messages).toBe('The replay is not the recorded run.')
    expect(other.out).toMatch(
      /^first difference: lane 2, sample 2, branch 1, token 8: recorded token \d+, now \d+ ".*"\n {2}ONNX Runtime was 1\.0\.0 and is /,
    )
    const { out: json } = await call('replay', '--json', fileOf(record))
    expect(JSON.parse(json)).toMatchObject({
      isSame: false,
      difference: { lane: 1, sample: 1, branch: 0, step: 7 },
    })
  })

  it('shows branched texts in the place of the ones they grew from', async () => {
    const { out } = await call(...RUN, ...SETTINGS, '--json')
    const { lanes, branches } = JSON.parse(out)
    expect(branches).toEqual(['2.2.3= and so', '2.2.7:11'])
    expect(lanes[1].samples[1].text).toContain(' and so')
    expect(lanes[1].samples[1].tokens[6]).toBe(11)
    expect(lanes[1].samples[0].tokens).toHaveLength(8)
  })

  it.each([
    [['replay'], /Expected one file \(or - for standard input\), got none/],
    [['replay', fileOf('lane,step\n', 'run.csv')], /^This file is not JSON; give the JSON that Export/],
    [['replay', fileOf({ a: 1 }, 'other.json')], /^This is no run file/],
    [[...RUN, '--branch', 'x'], /^Expected a branch as LANE\.SAMPLE\.STEP:TOKEN/],
    [[...RUN, '--max-tokens', '2', '--branch', '1.1.9:4'], /^Branch 1\.1\.9: its text has 2 tokens\./],
    [[...RUN, '--json', '--record'], /^Expected --json or --record, got both; choose one\./],
    [[...RUN, '--events', '--branch', '1.1.1:4'], /^Events are of one run/],
    [
      ['run', '--prompt', 'Once', '--lane', 'beam:2', '--max-tokens', '3', '--branch', '1.1.2:4'],
      /^"beam:2" looks ahead over several continuations/,
    ],
  ])('%j is one sentence on stderr and exit 2', async (args, message) => {
    const { status, out, messages } = await call(...args)
    expect([status, out]).toEqual([2, ''])
    expect(messages).toMatch(message)
    expect(messages.split('\n')).toHaveLength(1)
  })

  it('names a model that is not here', async () => {
    const { out } = await call(...RUN, '--max-tokens', '1', '--record')
    const record = JSON.parse(out)
    record.request.model = 'gpt5'
    const { status, messages } = await call('replay', fileOf(record))
    expect(status).toBe(2)
    expect(messages).toMatch(/^There is no model "gpt5"; choose one of books-13m/)
  })
})
