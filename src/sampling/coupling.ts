import type { Distribution } from './distribution.ts'
import { draw } from './draw.ts'
import { drawGumbel } from './gumbel.ts'
import type { RandomStreams } from './random.ts'

/** How lanes that draw share chance; both are exact draws. The first one is the default. */
export const COUPLINGS = ['inverse-cdf', 'gumbel-max'] as const

export type Coupling = (typeof COUPLINGS)[number]

/** Picks a token of a step's distribution; `u` is the uniform number that decided it. */
export type Draw = (
  distribution: Distribution,
  step: number,
) => { readonly token: number; readonly u: number }

/**
 * The draws of one sample. By inverse CDF one number a step is walked up to, the same for every lane; by
 * Gumbel-max every token id has noise of its own, the same for every lane.
 */
export function drawsOf(coupling: Coupling, streams: RandomStreams): Draw {
  if (coupling === 'inverse-cdf') {
    const uniform = streams('draw')
    return (distribution, step) => {
      const u = uniform(step)
      return { token: draw(distribution, u), u }
    }
  }
  return (distribution, step) => drawGumbel(distribution, streams, step)
}
