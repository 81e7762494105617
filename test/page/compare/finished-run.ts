import { branchOf } from '../../../src/page/compare/branch/branch.ts'
import { writeLane } from '../../../src/page/compare/chain/lane-chain.ts'
import type { Run, Sample } from '../../../src/page/compare/run/run.ts'
import { openLink } from '../../../src/page/compare/settings/link.ts'
import type { StepRecord } from '../../../src/runs/run/events.ts'
import { offer } from './render.tsx'

/** Two lanes of six tokens. */
export const { settings } = openLink(
  new URLSearchParams('prompt=P&lane=greedy&lane=nucleus:0.9&maxTokens=6&seed=9'),
  offer,
)

export const step = (token: number, logprob = -1): StepRecord => ({
  token,
  logprob,
  rank: 1,
  entropy: 1,
  kept: 5,
  keptMass: 0.9,
  u: 0.5,
  text: ` w${token}`,
})

export const sampleOf = (...tokens: number[]): Sample => ({
  steps: tokens.map((token) => step(token)),
  received: tokens.length,
  stop: 'length',
  metrics: { perplexity: 2 },
})

/** A finished run with one sample a lane. */
export const runOf = (...samples: Sample[]): Run => ({
  phase: 'done',
  settings,
  lanes: samples.map((sample, key) => ({
    key,
    lane: writeLane(settings.lanes[key]!.chain),
    chain: writeLane(settings.lanes[key]!.chain),
    isDeterministic: false,
    samples: [sample],
  })),
  promptTokens: [3],
  maxTokens: 6,
  startedAt: 0,
})

/** A text with a branch that has come to its end. */
export function grown(
  from: Sample,
  choice: { step: number; token?: number; text?: string },
  ...rest: number[]
): Sample {
  const sample = branchOf(from, choice)
  return {
    ...sample,
    steps: [...sample.steps, ...rest.map((token) => step(token))],
    stop: 'length',
    metrics: {},
  }
}

export const tokensOf = ({ steps }: Sample): number[] => steps.map(({ token }) => token)
