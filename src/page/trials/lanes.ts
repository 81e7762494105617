import { UserError } from '../../errors.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import { splitLane } from '../../runs/request/written-lane.ts'
import { chainFault, readChain, writeChain } from '../../strategies/chain/written-chain.ts'
import type { TrialsProps } from './props.ts'

/** The chains of a field, one a line. */
export const lanesIn = (lanes: string): string[] =>
  lanes
    .split('\n')
    .map((lane) => lane.trim())
    .filter((lane) => lane !== '')

type Offer = Pick<TrialsProps, 'strategies' | 'models'>

/** What is wrong with the lanes, in a sentence; undefined where nothing is. */
export function lanesFault(lanes: readonly string[], offer: Offer): string | undefined {
  if (lanes.length === 0) return 'Write at least one chain, for example nucleus:0.9.'
  if (lanes.length > LIMITS.lanes) return `A run may have ${LIMITS.lanes} lanes, got ${lanes.length}.`
  for (const [index, lane] of lanes.entries()) {
    const fault = laneFault(lane, offer)
    if (fault !== undefined) return `Lane ${index + 1}: ${fault}`
  }
  const written = lanes.map((lane) => canonical(lane, offer))
  const again = written.findIndex((lane, index) => written.indexOf(lane) < index)
  if (again < 0) return undefined
  return `Lane ${again + 1} is the same as lane ${written.indexOf(written[again]!) + 1}; take one of them out.`
}

function laneFault(lane: string, { strategies, models }: Offer): string | undefined {
  try {
    const { chain, model } = splitLane(lane)
    const fault = chainFault(chain, strategies)
    if (fault !== undefined) return fault
    if (readChain(chain, strategies).steps.some(({ strategy }) => strategy.isBrowserOnly)) {
      return 'A step of your own is computed in your browser; use it in the lab or on Compare.'
    }
    const isHere = model === undefined || models.some(({ id }) => id === model || model.startsWith(`${id}@`))
    return isHere ? undefined : `The model “${model}” is not here; the page Models can fetch models.`
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}

/** The same for every way to write a lane. */
function canonical(lane: string, { strategies }: Offer): string {
  const { chain, model = '' } = splitLane(lane)
  return `${writeChain(readChain(chain, strategies))}@${model}`
}
