import { type Estimates, measureTexts } from '../measure/measures.ts'
import type { Context, Generation, LanePlan, MeasureContext, Scope, ShownText } from './definition.ts'

/** Beam search as the paper's code has it: sums of log-probabilities, no length normalisation. */
export const beamLane = (width: number): string => `beam:width=${width},length-penalty=0`

/** The chains several experiments share; a step's place is where the paper puts it. */
export const LANES = {
  greedy: 'greedy',
  pure: 'sample',
  nucleus: 'nucleus:0.95',
  topK40: 'top-k:40',
  topK640: 'top-k:640',
  cool: 'temperature:0.9',
  coolTopK40: 'temperature:0.7+top-k:40',
} as const

/** A sampled lane: every opening, every seed. */
export const everySeed = ({ openings, setting }: Scope, lane: string): LanePlan => ({
  lane,
  contexts: openings.slice(0, setting.prompts),
  seeds: setting.seeds,
})

/** A deterministic single-row lane: every opening, once. */
export const once = (scope: Scope, lane: string): LanePlan => ({
  ...everySeed(scope, lane),
  seeds: scope.setting.seeds.slice(0, 1),
})

/** A wide search or a cell of a sweep: the first openings, once. */
export const fewer = (scope: Scope, lane: string): LanePlan => ({
  ...once(scope, lane),
  contexts: scope.openings.slice(0, scope.setting.fewerPrompts),
})

/** One context, once. */
export const only = ({ setting }: Scope, lane: string, context: Context): LanePlan => ({
  lane,
  contexts: [context],
  seeds: setting.seeds.slice(0, 1),
})

/** All measures of a plan's texts. */
export function measurePlan(measureContext: MeasureContext, plan: LanePlan): Estimates {
  const texts = measureContext
    .texts(plan)
    .map((record) => ({ record, prompt: record.context.text, seed: record.seed }))
  return measureTexts(texts, measureContext.setting.fewerPrompts, measureContext.resample)
}

export function showText(measureContext: MeasureContext, generation: Generation): ShownText {
  const { context, lane, runSeed, tokens, stop } = generation
  return { prompt: context.text, lane, seed: runSeed, text: measureContext.textOf(tokens), stop }
}
