import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { openLibrary } from '../src/composition.ts'
import { encodePrompt } from '../src/runs/request/prompt.ts'
import { parseRunRequest } from '../src/runs/request/request.ts'
import { createCollector } from '../src/runs/run/collect.ts'
import { run } from '../src/runs/run/run.ts'

/**
 * Compares a converted GGUF with llama.cpp on the same file: the tokens of prompts, and the greedy text behind
 * each. llama.cpp comes with node-llama-cpp, which is no dependency of this program:
 *
 *     npm install --prefix LLAMA --ignore-scripts node-llama-cpp
 *     npx tsx bench/llama-cpp.ts FILE.gguf --model ID --llama LLAMA [--tokens 40]
 *
 * llama.cpp rounds activations to 8 bits before it multiplies them with rounded weights, so that texts part
 * where two tokens are about as likely; `training/dequantise_gguf.py` makes a file whose weights it does not round.
 */

/** The part of node-llama-cpp that is used here. */
interface Llama {
  loadModel(options: { modelPath: string }): Promise<LlamaModel>
}
interface LlamaModel {
  readonly tokens: { readonly bos: number; readonly shouldPrependBosToken: boolean }
  tokenize(text: string, special: boolean): number[]
  isEogToken(token: number): boolean
  createContext(options: { contextSize: number }): Promise<{ getSequence(): LlamaSequence }>
}
interface LlamaSequence {
  clearHistory(): Promise<void>
  evaluate(tokens: number[], options: { temperature: number }): AsyncIterable<number>
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
const context = await theirs.createContext({ contextSize: 1024 })
const sequence = context.getSequence()
const library = openLibrary()
const ours = await library.load(values.model)

let [sameTokens, sameTexts] = [0, 0]
for (const prompt of PROMPTS) {
  const begin = theirs.tokens.shouldPrependBosToken ? [theirs.tokens.bos] : []
  const read = [...begin, ...theirs.tokenize(prompt, true)]
  const expected = await greedyOf(read)
  const isSame = encodePrompt(ours, prompt).join() === read.join()
  const collector = createCollector()
  const request = parseRunRequest({ prompt, lanes: ['greedy'], maxTokens: count, seed: 0 })
  await run(ours, request, async (event) => collector.tell(event))
  const found = collector.result().lanes[0]!.samples[0]!.tokens
  const parted = expected.findIndex((token, index) => found[index] !== token)
  if (isSame) sameTokens++
  if (parted < 0) sameTexts++
  const verdict = parted < 0 ? `the same ${expected.length} tokens` : `parts at token ${parted + 1}`
  console.log(`${JSON.stringify(prompt)}: ${isSame ? '' : 'other prompt tokens, '}${verdict}`)
}
console.log(
  `${values.model}: ${sameTokens} of ${PROMPTS.length} prompts in the same tokens, ${sameTexts} of ${PROMPTS.length} texts the same over ${count} tokens`,
)
await library.release()
process.exit(0)

async function greedyOf(prompt: number[]): Promise<number[]> {
  await sequence.clearHistory()
  const tokens: number[] = []
  for await (const token of sequence.evaluate(prompt, { temperature: 0 })) {
    tokens.push(token)
    if (tokens.length === count || theirs.isEogToken(token)) break
  }
  return tokens
}
