import type { Definition, StepDefinition } from './chain/definition.ts'
import { describeStrategy, type StrategyDescription } from './chain/describe.ts'
import { banPhrases } from './searches/ban/ban-phrases.ts'
import { beam } from './searches/beam/beam.ts'
import { diverseBeam } from './searches/beam/diverse-beam.ts'
import { stochasticBeam } from './searches/beam/stochastic-beam.ts'
import { contrastive } from './searches/contrastive.ts'
import { greedy } from './searches/greedy.ts'
import { power } from './searches/power/power.ts'
import { sample } from './searches/sample.ts'
import { adaptiveP } from './steps/adaptive-p.ts'
import { conformalNucleus } from './steps/conformal-nucleus.ts'
import { contrastiveDecoding } from './steps/contrastive-decoding.ts'
import { dry } from './steps/dry.ts'
import { dynamicTemperature } from './steps/dynamic-temperature.ts'
import { epsilon } from './steps/epsilon.ts'
import { eta } from './steps/eta.ts'
import { frequencyPenalty } from './steps/frequency-penalty.ts'
import { logitBias } from './steps/logit-bias.ts'
import { minK } from './steps/min-k.ts'
import { minP } from './steps/min-p.ts'
import { mirostat } from './steps/mirostat.ts'
import { mirostatV1 } from './steps/mirostat-v1.ts'
import { noRepeatNgram } from './steps/no-repeat-ngram.ts'
import { nucleus } from './steps/nucleus.ts'
import { own } from './steps/own/own.ts'
import { pLess } from './steps/p-less.ts'
import { presencePenalty } from './steps/presence-penalty.ts'
import { quadratic } from './steps/quadratic.ts'
import { repetitionPenalty } from './steps/repetition-penalty.ts'
import { tailFree } from './steps/tail-free.ts'
import { temperature } from './steps/temperature.ts'
import { topA } from './steps/top-a.ts'
import { topH } from './steps/top-h.ts'
import { topK } from './steps/top-k.ts'
import { topNSigma } from './steps/top-n-sigma.ts'
import { typical } from './steps/typical.ts'
import { nucleusDropsCrossing } from './steps/wrong/nucleus-drops-crossing.ts'
import { nucleusOneTooMany } from './steps/wrong/nucleus-one-too-many.ts'
import { nucleusStale } from './steps/wrong/nucleus-stale.ts'
import { nucleusTop50 } from './steps/wrong/nucleus-top-50.ts'
import { xtc } from './steps/xtc.ts'

/** Every step and search on offer, in the order menus and tables show them. One file and one line each. */
export const registry: readonly Definition[] = [
  temperature,
  dynamicTemperature,
  quadratic,
  topK,
  nucleus,
  conformalNucleus,
  minP,
  typical,
  epsilon,
  eta,
  topA,
  topH,
  tailFree,
  topNSigma,
  minK,
  pLess,
  xtc,
  mirostat,
  mirostatV1,
  adaptiveP,
  repetitionPenalty,
  presencePenalty,
  frequencyPenalty,
  noRepeatNgram,
  dry,
  logitBias,
  own,
  contrastiveDecoding,
  nucleusDropsCrossing,
  nucleusTop50,
  nucleusStale,
  nucleusOneTooMany,
  greedy,
  sample,
  beam,
  diverseBeam,
  stochasticBeam,
  contrastive,
  power,
  banPhrases,
]

export const steps: readonly StepDefinition[] = registry.filter((entry) => entry.kind === 'step')

/** Every entry as data: what `/api/strategies` answers, and what chains are read by. */
export const strategyDescriptions: readonly StrategyDescription[] = registry.map(describeStrategy)

/** The entry of an id or alias. */
export function findDefinition(id: string): Definition | undefined {
  return registry.find((entry) => entry.id === id || entry.aliases?.includes(id))
}
