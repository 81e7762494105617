import { openLibrary } from '../../src/composition.ts'
import type { OnnxLanguageModel } from '../../src/models/runtime/onnx-model.ts'
import { parseRunRequest } from '../../src/runs/request/request.ts'
import { run } from '../../src/runs/run/run.ts'

/**
 * Decodes in runs of 200 steps and prints the resident set size, in bytes, after 200 steps and at the
 * end, after the count of steps that its argument gives.
 */
const STEPS = 200
const ALL = Number(process.argv[2])
const model = await openLibrary().load()
// What the prefix cache holds on purpose, up to its limit, is counted apart.
const held = () => process.memoryUsage.rss() - (model as OnnxLanguageModel).textBytes()
for (let steps = STEPS; steps <= ALL; steps += STEPS) {
  const lanes = ['greedy', 'top-k:40', 'nucleus:0.9', 'nucleus:0.95+min-p:0.01']
  await run(
    model,
    parseRunRequest({ prompt: 'Once upon a time', lanes, seed: steps, maxTokens: STEPS }),
    () => {},
  )
  // Collected first: what counts is what stays, not garbage that waits.
  globalThis.gc?.()
  if (steps === STEPS || steps === ALL) console.log(held())
  if (process.env.VERBOSE) console.error(steps, process.memoryUsage.rss() / 1e6)
}
