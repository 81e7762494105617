import type { LaneResult } from '../../../runs/run/events.ts'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { runResult } from '../own/run-events.ts'
import { sharedRequestOf } from '../settings/settings.ts'
import type { LaneRun, Run } from './run.ts'

interface TraceSize {
  readonly samples: number
  readonly maxTokens: number
  readonly firstSample?: number
}

/**
 * A finished run again, with a trace: the same seed, so the same tokens, and what the first run did not send.
 * @returns one a lane
 * @throws RequestError with the server's sentence
 */
export async function tracedLanes(
  { settings }: Run,
  lanes: readonly LaneRun[],
  size: TraceSize,
  strategies: readonly StrategyDescription[],
  signal: AbortSignal,
): Promise<readonly LaneResult[]> {
  const body = { ...sharedRequestOf(settings), lanes: lanes.map(({ lane }) => lane), trace: true, ...size }
  return (await runResult(body, strategies, signal)).lanes
}
