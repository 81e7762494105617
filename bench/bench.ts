import { openLibrary } from '../src/composition.ts'
import { parseRunRequest } from '../src/runs/request/request.ts'
import { run } from '../src/runs/run/run.ts'
import { generateEach, rawLoop } from './peers.ts'

/**
 * Side by side against the library's `generate()` and a raw ONNX Runtime loop: same file, same prompt, same lengths,
 * measured in turn so that a drifting machine drifts for all. Prints ratios; times are this machine's.
 */
const PROMPT =
  'The lighthouse keeper had not spoken to anyone for three weeks, and when the supply boat finally came'
const TOKENS = 128
const ROUNDS = 5

const model = await openLibrary().load()

/** Lanes whose texts do not end early, and what comes nearest in `generate()`: it has no nucleus, so full sampling. */
const SCENES = [
  { name: '1 lane: greedy', lanes: ['greedy'], settings: [{ do_sample: false }] },
  {
    name: '3 lanes: greedy, top-k 40, nucleus 0.9',
    lanes: ['greedy', 'top-k:40', 'nucleus:0.9'],
    settings: [{ do_sample: false }, { do_sample: true, top_k: 40 }, { do_sample: true, top_k: 0 }],
  },
  {
    name: '8 lanes: nucleus 0.60 to 0.95',
    lanes: [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map((p) => `nucleus:${p}`),
    settings: Array.from({ length: 8 }, () => ({ do_sample: true, top_k: 0 })),
  },
] as const

async function ours(lanes: readonly string[], seed: number): Promise<number> {
  let tokens = 0
  await run(
    model,
    parseRunRequest({ prompt: PROMPT, lanes: [...lanes], seed, maxTokens: TOKENS }),
    (event) => {
      if (event.type === 'run-end') tokens = event.tokens
    },
  )
  return tokens
}

/** Tokens a second. */
async function speed(make: () => Promise<number>): Promise<number> {
  const start = performance.now()
  const tokens = await make()
  return (1000 * tokens) / (performance.now() - start)
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

console.log(`${TOKENS} new tokens a lane, median of ${ROUNDS} rounds after one warm-up\n`)
console.log('| Lanes | tokens/s | against generate() | against a raw ONNX Runtime loop |')
console.log('| --- | ---: | ---: | ---: |')
for (const { name, lanes, settings } of SCENES) {
  const speeds: { us: number; library: number; raw: number }[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const us = await speed(() => ours(lanes, round))
    const library = await speed(() => generateEach(PROMPT, settings, TOKENS))
    const raw = await speed(() => rawLoop(PROMPT, lanes.length, TOKENS))
    if (round > 0) speeds.push({ us, library, raw })
  }
  const ratio = (other: 'library' | 'raw') => median(speeds.map((one) => one.us / one[other])).toFixed(2)
  console.log(
    `| ${name} | ${Math.round(median(speeds.map(({ us }) => us)))} | ${ratio('library')}x | ${ratio('raw')}x |`,
  )
}
