import type { RunResult, SampleResult } from '../../../src/runs/run/events.ts'
import type { Trial } from '../../../src/runs/trials/trial.ts'

/** A text that measured so much, with one step a token. */
const sample = (perplexity: number, tokens: readonly number[] = [1]): SampleResult => ({
  tokens,
  text: tokens.map((token) => String.fromCharCode(96 + token)).join(''),
  stop: 'length',
  steps: tokens.map((token, index) => ({
    token,
    text: String.fromCharCode(96 + token),
    logprob: -Math.log(perplexity),
    rank: 1,
    entropy: 1.5,
    kept: 3,
    keptMass: 0.75,
    u: index / 10,
  })),
  metrics: { perplexity, length: tokens.length },
})

/** A trial of lanes with so many samples of these perplexities. */
export const trial = (
  prompt: number,
  seed: number,
  lanes: Readonly<Record<string, readonly number[]>>,
): Trial => ({
  prompt,
  result: {
    model: 'fake',
    prompt: `prompt ${prompt}`,
    promptTokens: [1],
    seed,
    lanes: Object.entries(lanes).map(([lane, values]) => ({
      lane,
      metrics: {},
      samples: values.map((value) => sample(value, [1, 2])),
    })),
  } satisfies RunResult,
})
