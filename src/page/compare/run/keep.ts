import { writeLane } from '../chain/lane-chain.ts'
import { isSameBesideLanes, type Settings } from '../settings/settings.ts'
import { type LaneRun, type Run, type Sample, startRun } from './run.ts'

/** A run with the finished lanes of the one before; already done where all of them are. */
export function addingRun(before: Run | undefined, settings: Settings): Run {
  const kept = keptLanes(before, settings)
  if (!before || kept.length === 0) return startRun(settings)
  const { promptTokens, startedAt, maxTokens } = before
  const run = { ...startRun(settings), kept, lanes: [...kept], promptTokens }
  return kept.length < settings.lanes.length ? run : { ...run, phase: 'done', startedAt, maxTokens }
}

/** The lanes of a run that are finished and would be the same under these settings: by key and chain. */
function keptLanes(run: Run | undefined, settings: Settings): readonly LaneRun[] {
  if (!run || run.file !== undefined || !isSameBesideLanes(run.settings, settings)) return []
  return settings.lanes.flatMap(({ key, chain }) => {
    const lane = run.lanes.find((one) => one.key === key)
    return lane?.lane === writeLane(chain) && lane.samples.every(isFinished) ? lane : []
  })
}

const isFinished = ({ stop, growth, metrics }: Sample): boolean =>
  stop !== undefined && stop !== 'stopped' && stop !== 'error' && metrics !== undefined && !growth
