import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { call } from './call.ts'

const folder = mkdtempSync(join(tmpdir(), 'metrics-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('metrics', () => {
  it('measures a set of texts', async () => {
    const path = file('texts.jsonl', '{"tokens":[1,2,1,2,1,2,1,2]}\n\n{"tokens":[3,4,5,6,7],"name":"ours"}\n')
    const { status, out } = await call('metrics', '--json', path)
    expect(status).toBe(0)
    const { texts, metrics } = JSON.parse(out)
    expect(texts).toBe(2)
    expect(metrics).toMatchObject({ 'repetition-paper': 0.5, 'repetition-degen': 0, 'distinct-1': 7 / 13 })
    expect(metrics['self-bleu-4']).toBeGreaterThanOrEqual(0)
    expect(metrics.perplexity).toBeNull()
    expect((await call('metrics', path)).out).toMatch(/^2 texts\nLength/)
  })

  it('uses what else a line knows', async () => {
    const path = file(
      'known.jsonl',
      `{"tokens":[1,2],"logprobs":[${-Math.LN2},${-Math.LN2}],"endOfText":true}\n`,
    )
    const { metrics } = JSON.parse((await call('metrics', '--json', path)).out)
    expect(metrics.perplexity).toBeCloseTo(2, 12)
    expect(metrics).toMatchObject({ 'stop-rate': 1, length: 1 })
  })

  it.each([
    ['{"tokens":[1]}\nnope\n', /^Line 2 of .*: expected JSON like .*, got nope\.$/],
    ['{"tokens":[1,-2]}', /^Line 1 of .*a list of token ids, whole numbers from 0, got/],
    ['{"token":[1]}', /^Line 1 of .*: there is no field "token"; did you mean tokens\?$/],
    ['{"name":"ours"}', /a list of token ids, whole numbers from 0, got/],
    ['{"tokens":[1],"log_probs":[-1]}', /: there is no field "log_probs"; did you mean logprobs\?$/],
    ['{"tokens":[1],"weather":"fair"}', /: there is no field "weather"; leave it out\.$/],
    [
      '{"tokens":[1,2],"logprobs":[0,0.5]}',
      /^Line 1 of .*: log-probabilities are natural logs, at most 0; logprobs has 0\.5 at token 2\.$/,
    ],
    ['{"tokens":[1],"temperedLogprobs":[2]}', /; temperedLogprobs has 2 at token 1\.$/],
    ['{"tokens":[1],"steps":[{"logprob":1,"entropy":0,"kept":1}]}', /; logprobs has 1 at token 1\.$/],
    [
      '{"prompt":"a","seed":1,"lanes":[{"lane":"sample","samples":[{"tokens":[1],"stop":"length",' +
        '"steps":[{"token":1,"logprob":1,"entropy":0,"kept":1}]}]}]}',
      /^Result 1, lane sample: log-probabilities are natural logs, at most 0; logprobs has 1 at token 1\.$/,
    ],
    ['[1,2]', /^Line 1 of /],
    ['{"tokens":[1],"logprobs":[-1,-2]}', /expected one of logprobs a token \(1\), got 2\.$/],
    ['{"tokens":[1],"logprobs":"x"}', /logprobs a list of numbers, got/],
    ['\n\n', /Expected lines like .* got none\./],
  ])('names the bad line of %j', async (content, message) => {
    const { status, out, messages } = await call('metrics', file('bad.jsonl', content))
    expect([status, out]).toEqual([2, ''])
    expect(messages).toMatch(message)
    expect(messages.split('\n')).toHaveLength(1)
  })
})
