import { beam } from './beam.ts'
import { contrastive } from './contrastive.ts'
import { contrastiveDecoding } from './contrastive-decoding.ts'
import type { Definition, StepDefinition } from './definition.ts'
import { diverseBeam } from './diverse-beam.ts'
import { dry } from './dry.ts'
import { dynamicTemperature } from './dynamic-temperature.ts'
import { epsilon } from './epsilon.ts'
import { eta } from './eta.ts'
import { frequencyPenalty } from './frequency-penalty.ts'
import { greedy } from './greedy.ts'
import { minP } from './min-p.ts'
import { mirostat } from './mirostat.ts'
import { mirostatV1 } from './mirostat-v1.ts'
import { noRepeatNgram } from './no-repeat-ngram.ts'
import { nucleus } from './nucleus.ts'
import { nucleusDropsCrossing } from './nucleus-drops-crossing.ts'
import { nucleusOneTooMany } from './nucleus-one-too-many.ts'
import { nucleusStale } from './nucleus-stale.ts'
import { nucleusTop50 } from './nucleus-top-50.ts'
import { pLess } from './p-less.ts'
import { presencePenalty } from './presence-penalty.ts'
import { repetitionPenalty } from './repetition-penalty.ts'
import { sample } from './sample.ts'
import { stochasticBeam } from './stochastic-beam.ts'
import { tailFree } from './tail-free.ts'
import { temperature } from './temperature.ts'
import { topA } from './top-a.ts'
import { topH } from './top-h.ts'
import { topK } from './top-k.ts'
import { topNSigma } from './top-n-sigma.ts'
import { typical } from './typical.ts'
import { xtc } from './xtc.ts'

/** Every step and search on offer, in the order menus and tables show them. One file and one line each. */
export const registry: readonly Definition[] = [
  temperature,
  dynamicTemperature,
  topK,
  nucleus,
  minP,
  typical,
  epsilon,
  eta,
  topA,
  topH,
  tailFree,
  topNSigma,
  pLess,
  xtc,
  mirostat,
  mirostatV1,
  repetitionPenalty,
  presencePenalty,
  frequencyPenalty,
  noRepeatNgram,
  dry,
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
]

export const steps: readonly StepDefinition[] = registry.filter((entry) => entry.kind === 'step')

/** The entry of an id or alias. */
export function findDefinition(id: string): Definition | undefined {
  return registry.find((entry) => entry.id === id || entry.aliases?.includes(id))
}
