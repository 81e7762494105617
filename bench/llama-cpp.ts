import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { openLibrary } from '../src/composition.ts'
import { encodePrompt } from '../src/runs/request/prompt.ts'
import { parseRunRequest } from '../src/runs/request/request.ts'
import { createCollector } from '../src/runs/run/collect.ts'
import { run } from '../src/runs/run/run.ts'

/**
 * Compares a converted GGUF with llama.cpp on the same file: the tokens of prompts, and the greedy text
 * behind each. llama.cpp comes with node-llama-cpp, which is no dependency of this program:
 *
 *     npm install --prefix LLAMA --ignore-scripts node-llama-cpp
 *     npx tsx bench/llama-cpp.ts FILE.gguf --model ID --llama LLAMA [--tokens 40] [--judge ID]
 *
 * llama.cpp rounds activations to 8 bits before it multiplies them with rounded weights, and so do
 * conversions that keep rounded weights, each in its own way: texts part where two tokens are about as
 * likely. Where they part, the lead of the one token over the other is printed, in nats, by every model;
 * `--judge` names a conversion of the same file to fp32, which rounds nothing.
 */

/** The part of node-llama-cpp that is used here. */
interface Llama {
  loadModel(options: { modelPath: string }): Promise<LlamaModel>
}
interface LlamaModel {
  readonly tokens: { readonly bos: number; readonly shouldPrependBosToken: boolean }
  tokenize(text: string, special: boolean): number[]
  isEogToken(token: number): boolean
  createContext(options: { contextSize: number; threads: number }): Promise<{ getSequence(): LlamaSequence }>
}
interface LlamaSequence {
  clearHistory(): Promise<void>
  evaluateWithMetadata(
    tokens: number[],
    metadata: { probabilities: true },
    options: { temperature: number },
  ): AsyncIterable<{ token: number; probabilities: Map<number, number> }>
}

const PROMPTS = [
  'She opened the letter and began to read:',
  'The capital of France is',
  'Once upon a time there was a small boat that',
  'The old man looked at the sea and said,',
  'def fibonacci(n):\n    ',
  'Water boils at 100 degrees because',
  'In 1969, two men',
  'Dear Sir or Madam,\n\n',
  'naïve, 100% sure. 😀  Two spaces',
  'The recipe needs flour, eggs, and',
  'It was the best of times,',
  'A theorem is proved by',
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    llama: { type: 'string' },
    tokens: { type: 'string', default: '40' },
    judge: { type: 'string' },
  },
})
const [file] = positionals
if (!file || !values.model || !values.llama)
  throw new Error('Expected: npx tsx bench/llama-cpp.ts FILE.gguf --model ID --llama FOLDER')
const count = Number(values.tokens)

const module = pathToFileURL(join(resolve(values.llama), 'node_modules/node-llama-cpp/dist/index.js')).href
const { getLlama } = (await import(module)) as { getLlama(options: object): Promise<Llama> }
const llama = await getLlama({ build: 'never', skipDownload: true, gpu: false, logLevel: 'error' })
const theirs = await llama.loadModel({ modelPath: file })
const context = await theirs.createContext({ contextSize: 1024, threads: 1 })
const sequence = context.getSequence()
const library = openLibrary()
const ours = await library.load(values.model)
const judge = values.judge === undefined ? undefined : await library.load(values.judge)

let [sameTokens, sameTexts] = [0, 0]
const leads: number[] = []
for (const prompt of PROMPTS) {
  const begin = theirs.tokens.shouldPrependBosToken ? [theirs.tokens.bos] : []
  const read = [...begin, ...theirs.tokenize(prompt, true)]
  const expected = await greedyOf(read)
  const isSame = encodePrompt(ours, prompt).join() === read.join()
  const collector = createCollector()
  const request = parseRunRequest({ prompt, lanes: ['greedy'], maxTokens: count, seed: 0 })
  await run(ours, request, async (event) => collector.receive(event))
  const found = collector.result().lanes[0]!.samples[0]!.tokens
  const parted = expected.findIndex(({ token }, index) => found[index] !== token)
  if (isSame) sameTokens++
  if (parted < 0) sameTexts++
  const verdict =
    parted < 0
      ? `the same ${expected.length} tokens`
      : `parts at token ${parted + 1}: ${await parting(read, found, parted, expected[parted]!)}`
  console.log(`${JSON.stringify(prompt)}: ${isSame ? '' : 'other prompt tokens, '}${verdict}`)
}
console.log(
  `${values.model}: ${sameTokens} of ${PROMPTS.length} prompts in the same tokens, ${sameTexts} of ${PROMPTS.length} texts the same over ${count} tokens${leads.length > 0 ? `; where they part, a lead of at most ${Math.max(...leads).toFixed(3)} nats` : ''}`,
)
await library.release()
process.exit(0)

/** What llama.cpp goes on with, greedily, and what it found likely. */
async function greedyOf(prompt: number[]) {
  await sequence.clearHistory()
  const steps: { token: number; probabilities: Map<number, number> }[] = []
  for await (const step of sequence.evaluateWithMetadata(
    prompt,
    { probabilities: true },
    { temperature: 0 },
  )) {
    steps.push(step)
    if (steps.length === count || theirs.isEogToken(step.token)) break
  }
  return steps
}

/** How far our token is ahead of llama.cpp's at the place where the texts part, by each model. */
async function parting(
  prompt: readonly number[],
  found: readonly number[],
  at: number,
  { token, probabilities }: { token: number; probabilities: Map<number, number> },
): Promise<string> {
  const mine = found[at]!
  // Token by token, as the text was written: pieces round otherwise.
  const lead = async (model: typeof ours) => {
    let batch = await model.prefill(prompt)
    for (const step of found.slice(0, at)) batch = await batch.extend([{ parent: 0, token: step }])
    const { logits } = batch.rows[0]!
    const difference = logits[mine]! - logits[token]!
    batch.dispose()
    return difference
  }
  const here = await lead(ours)
  leads.push(here)
  const there = Math.log((probabilities.get(mine) ?? 0) / (probabilities.get(token) ?? 0))
  const middle = judge && `, in fp32 ${(await lead(judge)).toFixed(3)}`
  return (
    `${ours.nameOf(mine)} leads ${ours.nameOf(token)} by ${here.toFixed(3)} nats${middle ?? ''}, in ` +
    `llama.cpp by ${there.toFixed(3)}`
  )
}
