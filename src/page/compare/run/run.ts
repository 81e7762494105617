import type { Branch } from '../../../runs/run/branch-notation.ts'
import {
  type LaneProgress,
  type RunProgress,
  type SampleProgress,
  takeEvent,
} from '../../../runs/run/collect.ts'
import type { RunEvent, RunResult, StepRecord } from '../../../runs/run/events.ts'
import type { Settings } from '../settings/settings.ts'
import { eventOfAll, laneOfEvent, lanesAsked } from './kept.ts'

/** A run as the page follows it: what its events reported, and what only the page knows. */

/** What is recorded of a token, as the page shows it. */
export type ShownStep = StepRecord & {
  /** Of a human text: whether the nucleus it is held against keeps the token. */
  readonly allowed?: boolean
}

/** Where a person took a text up at one of its tokens. */
export interface Growth {
  readonly id: number
  readonly step: number
  readonly token?: number | undefined
  readonly text?: string | undefined
  /** Tokens that the person put there. */
  forced: number
  /** The text it grew from: growths form a stack, and any of them can be taken back. */
  readonly from: Sample
  isTailShown?: boolean
}

export interface Sample extends SampleProgress {
  steps: ShownStep[]
  /** By the page's clock, in milliseconds. */
  endedAt?: number
  growth?: Growth
}

export interface LaneRun extends LaneProgress {
  readonly key: number
  samples: Sample[]
  /** Metrics of the samples as they ran, where some are branched. */
  ownMetrics?: LaneProgress['metrics'] | undefined
}

export interface Run extends RunProgress {
  phase: 'waiting' | 'streaming' | 'done' | 'stopped' | 'lost' | 'failed'
  /** As they were sent. */
  settings: Settings
  lanes: LaneRun[]
  promptTokens: readonly number[]
  /** What the model was really given, of a conversation. */
  given?: RunResult['given']
  maxTokens: number
  /** By the page's clock, in milliseconds. */
  startedAt: number
  /** The run file it was opened from. */
  readonly file?: string
  /** Branches that are to grow once it is done. */
  pending?: readonly Branch[]
  /** Finished lanes of the run before that this one keeps: it asks only for the others. */
  readonly kept?: readonly LaneRun[]
}

/**
 * @param repeated a run with the same settings that broke off: its words stay until those of
 * this one have arrived
 */
export const startRun = (settings: Settings, repeated?: Run): Run => ({
  phase: 'waiting',
  settings,
  lanes: repeated?.lanes.length === settings.lanes.length ? repeated.lanes : [],
  promptTokens: repeated?.promptTokens ?? [],
  maxTokens: Number(settings.maxTokens),
  startedAt: 0,
})

/** Takes in one event, in place. @param now by the page's clock, in milliseconds */
export function followEvent(run: Run, event: RunEvent, now: number): void {
  if (event.type === 'run-start') begin(run, event, now)
  else takeEvent(run, run.kept ? eventOfAll(run, event) : event)
  if (event.type === 'lane-end') laneOfEvent(run, event.lane).samples[event.sample]!.endedAt = now
  else if (event.type === 'run-end') run.phase = 'done'
  else if (event.type === 'run-error') run.phase = 'failed'
}

function begin(run: Run, event: Extract<RunEvent, { type: 'run-start' }>, now: number): void {
  const { promptTokens, maxTokens, seed, given } = event
  const { kept = [] } = run
  if (run.kept) run.lanes = []
  takeEvent(run, event)
  const asked = lanesAsked(run)
  const begun = run.lanes.map((lane, index) => ({ ...lane, key: asked[index]?.key ?? index }))
  Object.assign(run, { phase: 'streaming', startedAt: now, promptTokens, maxTokens, given })
  run.settings = { ...run.settings, seed: String(seed) }
  run.lanes = run.kept
    ? run.settings.lanes.flatMap(({ key }) => [...kept, ...begun].find((lane) => lane.key === key) ?? [])
    : begun
}

/**
 * A run that has ended as if a lane had not been asked for: no lane depends on another. The same run where
 * texts are still to come.
 */
export function withoutLane(run: Run, key: number): Run {
  const isOther = (lane: { readonly key: number }) => lane.key !== key
  const lanes = run.lanes.filter(isOther)
  if (isBusy(run) || run.pending || lanes.length === 0) return run
  const settings = { ...run.settings, lanes: run.settings.lanes.filter(isOther) }
  return { ...run, settings, lanes, ...(run.kept && { kept: run.kept.filter(isOther) }) }
}

/** Ends a run that was cut short; what arrived is kept. */
export function breakOff(run: Run, phase: 'stopped' | 'lost' | 'failed', now: number): void {
  run.phase = phase
  for (const sample of run.lanes.flatMap(({ samples }) => samples)) {
    sample.stop ??= 'stopped'
    sample.endedAt ??= now
  }
}

export const isRunning = ({ phase }: Run): boolean => phase === 'waiting' || phase === 'streaming'

/** Whether a text is still being grown by a branch. */
export const isGrowing = (sample: Sample | undefined): boolean =>
  sample?.growth !== undefined && sample.stop === undefined

/** Whether anything is being written: the run, or a branch of it. */
export const isBusy = (run: Run | undefined): boolean =>
  run !== undefined && (isRunning(run) || run.lanes.some(({ samples }) => samples.some(isGrowing)))

export const laneRunOf = (run: Run | undefined, key: number): LaneRun | undefined =>
  run?.lanes.find((lane) => lane.key === key)

/** The place of the sample a lane shows: a deterministic lane has one. */
export const shownIndex = ({ samples }: LaneRun, sample: number): number =>
  Math.min(sample, samples.length - 1)

export const tokenCount = (run: Run): number =>
  run.lanes.reduce((sum, { samples }) => sum + samples.reduce((own, { steps }) => own + steps.length, 0), 0)

/** Tokens a second over all samples of a lane, branches aside; 0 where nothing was timed. */
export function speedOf(run: Run, lane: LaneRun, now: number): number {
  if (run.file !== undefined) return 0
  const samples = lane.samples.filter(({ growth }) => !growth)
  const tokens = samples.reduce((sum, { received }) => sum + received, 0)
  const end = Math.max(...samples.map(({ endedAt = now }) => endedAt))
  return end > run.startedAt ? (1000 * tokens) / (end - run.startedAt) : 0
}

/** The records of a text’s tokens; the token that ended it is no text. */
export const textSteps = ({ steps, stop }: Pick<Sample, 'steps' | 'stop'>): readonly ShownStep[] =>
  stop === 'end-of-text' ? steps.slice(0, -1) : steps

export const textTokens = (sample: Sample): number[] => textSteps(sample).map(({ token }) => token)
