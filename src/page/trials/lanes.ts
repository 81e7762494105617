import { UserError } from '../../errors.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import { joinLane, missingModel, splitLane } from '../../runs/request/written-lane.ts'
import {
  chainFault,
  hasBrowserStep,
  readChain,
  type WrittenChain,
  writeChain,
} from '../../strategies/chain/written-chain.ts'
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
  const read = lanes.map((lane) => readLane(lane, offer))
  const wrong = read.findIndex(({ fault }) => fault !== undefined)
  if (wrong >= 0) return `Lane ${wrong + 1}: ${read[wrong]!.fault}`
  const written = read.map(({ canonical }) => canonical)
  const again = written.findIndex((lane, index) => written.indexOf(lane) < index)
  if (again < 0) return undefined
  return `Lane ${again + 1} is the same as lane ${written.indexOf(written[again]) + 1}; take one of them out.`
}

interface Read {
  /** The same for every way to write a lane. */
  readonly canonical?: string
  readonly fault?: string | undefined
}

function readLane(lane: string, { strategies, models }: Offer): Read {
  try {
    const { chain, model } = splitLane(lane)
    const fault = chainFault(chain, strategies)
    if (fault !== undefined) return { fault }
    const read = readChain(chain, strategies)
    return {
      canonical: joinLane({ chain: writeChain(read), model }),
      fault: ownFault(read) ?? modelFault(missingModel(read, model, models)),
    }
  } catch (error) {
    if (error instanceof UserError) return { fault: error.message }
    throw error
  }
}

const ownFault = (chain: WrittenChain): string | undefined =>
  hasBrowserStep(chain)
    ? 'A step of your own is computed in your browser; use it in the lab or on Compare.'
    : undefined

const modelFault = (missing: string | undefined): string | undefined =>
  missing === undefined ? undefined : `The model “${missing}” is not here; the page Models can fetch models.`
