import { beam } from './beam.ts'
import type { Definition, SearchDefinition, StepDefinition } from './definition.ts'
import { diverseBeam } from './diverse-beam.ts'
import { greedy } from './greedy.ts'
import { minP } from './min-p.ts'
import { nucleus } from './nucleus.ts'
import { sample } from './sample.ts'
import { stochasticBeam } from './stochastic-beam.ts'
import { temperature } from './temperature.ts'
import { topK } from './top-k.ts'

/** Every step and search on offer, in the order menus and tables show them. One file and one line each. */
export const registry: readonly Definition[] = [
  temperature,
  topK,
  nucleus,
  minP,
  greedy,
  sample,
  beam,
  diverseBeam,
  stochasticBeam,
]

export const steps: readonly StepDefinition[] = registry.filter((entry) => entry.kind === 'step')
export const searches: readonly SearchDefinition[] = registry.filter((entry) => entry.kind === 'search')

/** The entry of an id or alias. */
export function findDefinition(id: string): Definition | undefined {
  return registry.find((entry) => entry.id === id || entry.aliases?.includes(id))
}
