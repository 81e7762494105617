import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { openLibrary } from '../src/composition.ts'
import type { LanguageModel } from '../src/decoding/model.ts'
import { readCatalogue } from '../src/models/catalogue/read-catalogue.ts'
import { loadModel } from '../src/models/runtime/load.ts'
import { projectRoot } from '../src/project.ts'
import { parseRunRequest } from '../src/runs/request/request.ts'
import { createCollector } from '../src/runs/run/collect.ts'
import { run } from '../src/runs/run/run.ts'
import { crowdAgainstAlone } from './crowd.ts'
import { PROMPTS } from './prompts.ts'

/**
 * Counts how many lanes give the same tokens again, and alone, as they give beside the others, on every model
 * named: 50 prompts x 64 tokens, or `--prompts` of them. Then a crowd on one engine with all these models: 20
 * lanes for each of the prompts, in runs that arrive, end and are given up at random, against each run alone.
 * A model is an id, or a folder in transformers.js layout with an fp32 export of the built-in one; without
 * any, the built-in one, and SmolLM2 in the crowd where it was fetched. Exit status 1 where a lane differs.
 */
const { values, positionals } = parseArgs({
  options: { prompts: { type: 'string', default: '50' } },
  allowPositionals: true,
})
const LANES = ['greedy', 'top-k:40', 'nucleus:0.9']

async function open(folder?: string): Promise<LanguageModel> {
  if (folder === undefined || !existsSync(folder)) return openLibrary().load(folder)
  const [builtIn] = readCatalogue(`${projectRoot}/models.json`).models
  const entry = { ...builtIn!, id: `${builtIn!.id}-fp32`, dtype: 'fp32' as const, files: [] }
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
  await run(model, parseRunRequest({ prompt, lanes, seed, maxTokens: 64 }), collector.receive)
  return collector.result().lanes.map(({ samples }) => samples[0]!.tokens.join(' '))
}

const models: LanguageModel[] = []
for (const name of positionals.length > 0 ? positionals : [undefined]) models.push(await open(name))
const others = positionals.length === 0 ? await secondModel() : []
const prompts = PROMPTS.slice(0, Number(values.prompts))
console.log(`${prompts.length} prompts x 64 tokens, ${LANES.join(', ')}`)
for (const model of models) await sideBySide(model)
const crowd = await crowdAgainstAlone([...models, ...others], 20 * prompts.length)
const ids = [...models, ...others].map(({ info }) => info.id).join(' and ')
console.log(
  `same tokens alone as in a crowd on ${ids}: ${crowd.same} of ${crowd.lanes} lanes ` +
    `(${crowd.aborted} runs given up)`,
)
if (crowd.same < crowd.lanes) process.exitCode = 1

/** Every prompt's lanes twice, and each of them alone. */
async function sideBySide(model: LanguageModel): Promise<void> {
  let [again, same] = [0, 0]
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
  console.log(`${model.info.id}: same tokens when repeated: ${again} of ${lanes} lanes`)
  console.log(`${model.info.id}: same tokens alone as side by side: ${same} of ${lanes} lanes`)
  if (same < lanes || again < lanes) process.exitCode = 1
}

async function secondModel(): Promise<LanguageModel[]> {
  const library = openLibrary()
  const found = library
    .list()
    .find(({ id, state }) => id === 'smollm2-135m-instruct' && state === 'downloaded')
  return found ? [await library.load(found.id)] : []
}
