import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { hasOwnStep, isRead, readLane, withSteps, writeLane } from '../chain/lane-chain.ts'

/** Lanes with a step of a person's own: no server computes them, so the page decodes them itself. */

type Strategies = readonly StrategyDescription[]

export const isOwnLane = (lane: string, strategies: Strategies): boolean =>
  hasOwnStep(readLane(lane, strategies))

/** A lane without such steps: what the server can be asked about it. */
export function withoutOwnSteps(lane: string, strategies: Strategies): string {
  const chain = readLane(lane, strategies)
  if (!isRead(chain)) return lane
  const steps = chain.written.steps.filter(({ strategy }) => !strategy.isBrowserOnly)
  return writeLane(withSteps(chain, steps))
}

/** A lane's own model, and the lane without it. */
export function apart(lane: string, strategies: Strategies): { lane: string; model?: string | undefined } {
  const chain = readLane(lane, strategies)
  return isRead(chain) ? { lane: writeLane({ written: chain.written }), model: chain.model } : { lane }
}
