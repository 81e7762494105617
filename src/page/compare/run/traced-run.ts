import type { LaneResult, RunResult } from '../../../runs/run/events.ts'
import { fetchJson } from '../../ui/fetch-json.ts'
import { promptOf, stopOf } from '../settings/settings.ts'
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
  signal: AbortSignal,
): Promise<readonly LaneResult[]> {
  const body = {
    ...promptOf(settings),
    lanes: lanes.map(({ lane }) => lane),
    seed: Number(settings.seed),
    trace: true,
    ...stopOf(settings),
    ...size,
  }
  return (await fetchJson<RunResult>('/api/runs', { body, signal })).lanes
}
