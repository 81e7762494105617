import type { BeamRecord } from '../../../runs/run/events.ts'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { searchIn } from '../chain/lane-chain.ts'
import type { LaneView } from '../lane/view.ts'
import type { Run } from '../run/run.ts'
import { tracedLanes } from '../run/traced-run.ts'
import type { Offer } from '../settings/offer.ts'

/** A lane's beam search again, with its record: the run that the page followed did not send it. */

/** The run and the lane whose search is shown. */
export interface BeamPlace {
  readonly run: Run
  readonly key: number
}

export interface Scoring {
  /** Missing where a search ranks by perturbed sums. */
  readonly penalty: number | undefined
  readonly isDiverse: boolean
}

/** A search that keeps a beam has a width. */
export function scoringOf(chain: string, strategies: Offer['strategies']): Scoring | undefined {
  const values = searchIn(chain, strategies)?.values
  if (values?.width === undefined) return undefined
  const { 'length-penalty': penalty, groups } = values
  return { penalty: penalty === undefined ? undefined : Number(penalty), isDiverse: groups !== undefined }
}

const PATIENCE = 300_000

/**
 * @returns `isSame`: whether it ends with the text the lane shows
 * @throws Error in a sentence
 */
export async function beamRecordOf(
  { run, laneRun, sample, sampleIndex }: LaneView,
  strategies: readonly StrategyDescription[],
  signal: AbortSignal,
): Promise<{ readonly record: BeamRecord; readonly isSame: boolean }> {
  if (!run || !laneRun || !sample) throw new Error('The lane has not run.')
  const size = { firstSample: sampleIndex, samples: 1, maxTokens: run.maxTokens }
  const patient = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)])
  const [lane] = await tracedLanes(run, [laneRun], size, strategies, patient)
  const again = lane?.samples[0]
  const record = again?.search as BeamRecord | undefined
  if (!again || !record?.steps.length) throw new Error(again?.message ?? 'The search left no record.')
  return { record, isSame: sample.steps.map(({ token }) => token).join() === again.tokens.join() }
}
