import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createModelLibrary, type ModelLibrary } from '../../src/models/library.ts'
import { type RunningApp, startApp } from '../web/running-app.ts'
import { TINY_GPT2 } from './tiny-gpt2.ts'

/** A model whose graph has more ids than its tokenizer has tokens: exports pad their vocabularies so. */
const GAP = 50_255

let library: ModelLibrary
let app: RunningApp
const builtIn = mkdtempSync(join(tmpdir(), 'nucleus-gap-'))
beforeAll(async () => {
  const folder = join(builtIn, 'gap')
  cpSync(join(import.meta.dirname, '../fixtures/tiny-gpt2'), folder, { recursive: true })
  const file = join(folder, 'tokenizer.json')
  const tokenizer = JSON.parse(readFileSync(file, 'utf8'))
  const [name] = Object.entries(tokenizer.model.vocab).find(([, id]) => id === GAP) as [string, number]
  delete tokenizer.model.vocab[name]
  tokenizer.model.merges = tokenizer.model.merges.filter((merge: string) => merge.replace(' ', '') !== name)
  writeFileSync(file, JSON.stringify(tokenizer))
  const model = { ...TINY_GPT2, id: 'gap', source: { kind: 'built-in', folder: 'gap' } as const }
  library = createModelLibrary({ default: 'gap', models: [model] }, { builtIn, cache: builtIn })
  app = await startApp(library)
})
afterAll(async () => {
  await app.close()
  rmSync(builtIn, { recursive: true })
})

const post = async (path: string, body: object) => {
  const reply = await fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return reply.json()
}

it('an id without a token has a name of its own, and adds no text', async () => {
  const forced = { prompt: 'a', max_tokens: 2, temperature: 0, logprobs: 1, logit_bias: { [GAP]: 100 } }
  const { choices } = await post('/v1/completions', forced)
  expect(choices[0]).toMatchObject({
    text: '',
    logprobs: { tokens: [`[no token ${GAP}]`, `[no token ${GAP}]`] },
  })
  const score = await post('/api/score', { tokens: [GAP] })
  expect(score.tokens[0]).toMatchObject({ token: GAP, text: '', name: `[no token ${GAP}]` })
  expect(await post('/detokenize', { tokens: [GAP] })).toEqual({
    prompt: `[no token ${GAP}]`,
    content: `[no token ${GAP}]`,
  })
})
