import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { openLibrary, projectRoot } from '../src/composition.ts'
import type { LanguageModel } from '../src/decoding/model.ts'
import { readCatalogue } from '../src/models/catalogue/catalogue.ts'
import { loadModel } from '../src/models/runtime/load.ts'
import { parseRunRequest } from '../src/runs/request/request.ts'
import { createCollector } from '../src/runs/run/collect.ts'
import { run } from '../src/runs/run/run.ts'
import { crowdAgainstAlone } from './crowd.ts'
import { PROMPTS } from './prompts.ts'

/**
 * Counts how many lanes give the same tokens again, and alone, as they give beside the others: 50 prompts x
 * 64 tokens. Without an argument on the built-in file; with a folder in transformers.js layout on its fp32
 * export; with a model's id on that model. A second argument takes that many of the prompts. Then a crowd on
 * one engine: 20 lanes for each of the prompts, in runs that arrive, end and are given up at random, against
 * each run alone; beside the built-in file on SmolLM2 too, where it was fetched. Exit status 1 where a lane
 * differs.
 */
const LANES = ['greedy', 'top-k:40', 'nucleus:0.9']

async function open(folder?: string): Promise<LanguageModel> {
  if (folder === undefined || !existsSync(folder)) return openLibrary().load(folder)
  const [builtIn] = readCatalogue(`${projectRoot}/models.json`).models
  const entry = { ...builtIn!, dtype: 'fp32' as const, files: [] }
  return loadModel(
    { ...entry, source: { kind: 'built-in', folder: basename(folder) } },
    { folders: { builtIn: dirname(folder), cache: '' } },
  )
}

async function tokensOf(
  model: LanguageModel,
  prompt: string,
  lanes: string[],
  seed: number,
): Promise<string[]> {
  const collector = createCollector()
  await run(model, parseRunRequest({ prompt, lanes, seed, maxTokens: 64 }), collector.tell)
  return collector.result().lanes.map(({ samples }) => samples[0]!.tokens.join(' '))
}

const model = await open(process.argv[2])
const others = process.argv[2] === undefined ? await secondModel() : []
const prompts = PROMPTS.slice(0, Number(process.argv[3] ?? PROMPTS.length))
let same = 0
let again = 0
for (const [seed, prompt] of prompts.entries()) {
  const together = await tokensOf(model, prompt, LANES, seed)
  const twice = await tokensOf(model, prompt, LANES, seed)
  for (const [lane, chain] of LANES.entries()) {
    if (twice[lane] === together[lane]) again++
    const [alone] = await tokensOf(model, prompt, [chain], seed)
    if (alone === together[lane]) same++
  }
}
const lanes = prompts.length * LANES.length
console.log(`${prompts.length} prompts x 64 tokens, ${LANES.join(', ')}`)
console.log(`same tokens when repeated: ${again} of ${lanes} lanes`)
console.log(`same tokens alone as side by side: ${same} of ${lanes} lanes`)
const crowd = await crowdAgainstAlone([model, ...others], 20 * prompts.length)
const ids = [model, ...others].map(({ info }) => info.id).join(' and ')
console.log(
  `same tokens alone as in a crowd on ${ids}: ${crowd.same} of ${crowd.lanes} lanes (${crowd.aborted} runs given up)`,
)
if (same < lanes || again < lanes || crowd.same < crowd.lanes) process.exitCode = 1

async function secondModel(): Promise<LanguageModel[]> {
  const library = openLibrary()
  const found = library
    .list()
    .find(({ id, state }) => id === 'smollm2-135m-instruct' && state === 'downloaded')
  return found ? [await library.load(found.id)] : []
}
