import { UserError } from '../../../errors.ts'
import { joinLane, missingModel, splitLane } from '../../../runs/request/written-lane.ts'
import type { ParameterDescription, StrategyDescription } from '../../../strategies/chain/describe.ts'
import {
  hasBrowserStep,
  isOff,
  nameOfChain,
  readChain,
  useFault,
  usesIn,
  type WrittenChain,
  type WrittenUse,
  writeChain,
} from '../../../strategies/chain/written-chain.ts'
import { valueFault } from '../../../strategies/chain/written-value.ts'
import { formulaFault } from '../../../strategies/steps/own/parse-formula.ts'
import { capital } from '../../../words.ts'
import { type Offer, titleOf } from '../settings/offer.ts'

/** A lane's chain as the page holds it: read, or the text that cannot be read and why. */
export type LaneChain = ReadLane | { readonly text: string; readonly fault: string }

export interface ReadLane {
  readonly written: WrittenChain
  /** The lane's own model; absent for the run's. */
  readonly model?: string | undefined
}

export const isRead = (chain: LaneChain): chain is ReadLane => 'written' in chain

export function readLane(text: string, strategies: Offer['strategies']): LaneChain {
  try {
    const { chain, model } = splitLane(text)
    return { written: readChain(chain, strategies), ...(model !== undefined && { model }) }
  } catch (error) {
    if (error instanceof UserError) return { text, fault: error.message }
    throw error
  }
}

export const writeLane = (chain: LaneChain): string =>
  isRead(chain) ? joinLane({ chain: writeChain(chain.written), model: chain.model }) : chain.text

/** Every step of a lane's chain and its search, in order. */
export const usesOf = ({ written }: ReadLane): readonly WrittenUse[] => usesIn(written)

/** Whether the page decodes the lane itself. */
export const hasOwnStep = (chain: LaneChain): boolean => isRead(chain) && hasBrowserStep(chain.written)

/** The chain with another use at an index; the search comes after the last step. */
export function withUse(chain: ReadLane, index: number, use: WrittenUse): ReadLane {
  const { steps, search } = chain.written
  return index < steps.length
    ? withSteps(chain, steps.with(index, use))
    : { ...chain, written: { steps, search: use ?? search } }
}

export const withSteps = (chain: ReadLane, steps: readonly WrittenUse[]): ReadLane => ({
  ...chain,
  written: { ...chain.written, steps },
})

/** The chain with a step in another place; undefined where there is none. */
export function withStepMoved(chain: ReadLane, from: number, to: number): ReadLane | undefined {
  const { steps } = chain.written
  const moved = steps[from]
  if (!moved || to < 0 || to >= steps.length || to === from) return undefined
  return withSteps(chain, steps.toSpliced(from, 1).toSpliced(to, 0, moved))
}

/** The first nucleus of a chain that is on: its p. */
export function nucleusIn(chain: LaneChain): string | undefined {
  if (!isRead(chain)) return undefined
  const step = chain.written.steps.find((use) => use.strategy.countsMass && !isOff(use))
  return step?.values.p || undefined
}

/** What is wrong with a value of a step, beside the knob that sets it; empty where it will do. */
export const valueWords = (strategy: StrategyDescription, parameter: ParameterDescription, text: string) =>
  capital(valueFault(parameter, text) ?? formulaClause(strategy, text))

const formulaClause = ({ isBrowserOnly }: StrategyDescription, text: string): string =>
  isBrowserOnly ? (formulaFault(text) ?? '') : ''

/** What is wrong with a step's values, one sentence; empty where nothing is. */
export function useFaultWords(use: WrittenUse): string {
  const clause = formulaClause(use.strategy, use.values.formula ?? '')
  return useFault(use) ?? (clause && `${use.strategy.title}: ${clause}`)
}

/** What is wrong with a lane, its models included; empty where nothing is. */
export function laneFault(chain: LaneChain, models: Offer['models']): string {
  if (!isRead(chain)) return chain.fault
  const fault = usesOf(chain)
    .map(useFaultWords)
    .find((one) => one !== '')
  return fault ?? hiddenFault(chain) ?? modelFault(chain, models)
}

/** Hidden states stay where the model is. */
function hiddenFault(chain: ReadLane): string | undefined {
  const { strategy } = chain.written.search
  if (!strategy.needsHiddenStates || !hasOwnStep(chain)) return undefined
  return (
    `${strategy.title} reads the model’s hidden states, which stay on the server, and a step of your ` +
    'own is computed here; take out one of them.'
  )
}

function modelFault({ written, model }: ReadLane, models: Offer['models']): string {
  const missing = missingModel(written, model, models)
  return missing === undefined
    ? ''
    : `There is no model “${missing}” on this server; choose another for this lane.`
}

/** "Temperature 0.7, Top-k 40", with its model where it has one of its own. */
export function laneName(chain: LaneChain, models: Offer['models']): string {
  if (!isRead(chain)) return chain.text
  const name = nameOfChain(chain.written)
  return chain.model === undefined ? name : `${name}, ${titleOf(chain.model, models)}`
}

/** The search of a chain, read from its notation as it ran. */
export function searchIn(
  notation: string,
  strategies: readonly StrategyDescription[],
): WrittenUse | undefined {
  const chain = readLane(notation, strategies)
  return isRead(chain) ? chain.written.search : undefined
}
