import type {
  LaneResult,
  LaneStart,
  Metrics,
  RunEvent,
  RunProblem,
  RunResult,
  SampleResult,
  StepRecord,
} from './events.ts'

/** The one reader of run events: server, command line and page follow a run with it. */

/** A sample as far as its events have come. */
export interface SampleProgress {
  steps: StepRecord[]
  /** How many of the steps came from this run; more are kept from a run that it repeats. */
  received: number
  /** Absent while it goes on. */
  stop?: SampleResult['stop']
  message?: string
  hint?: string
  metrics?: Metrics
  search?: unknown
}

export interface LaneProgress extends Omit<LaneStart, 'samples'> {
  samples: SampleProgress[]
  /** Of its samples together; absent until the run has ended. */
  metrics?: Metrics
}

export interface RunProgress {
  lanes: LaneProgress[]
  start?: Extract<RunEvent, { type: 'run-start' }>
  /** Runs before this one, while it waits. */
  ahead?: number
  loading?: { readonly model: string; readonly loaded: number; readonly total: number }
  error?: RunProblem
  milliseconds?: number
}

/**
 * Takes in one event; changes the progress in place, for there are hundreds a second. Lanes that are there
 * before the run starts are of a run with the same settings that broke off: their steps stay until those of
 * this one have arrived.
 */
export function takeEvent(run: RunProgress, event: RunEvent): void {
  if (event.type === 'queued') run.ahead = event.ahead
  else if (event.type === 'loading') run.loading = event
  else if (event.type === 'run-start') begin(run, event)
  else if (event.type === 'lane-delta') takeSteps(run.lanes[event.lane]!.samples[event.sample]!, event)
  else if (event.type === 'lane-end') {
    const { type: _, lane, sample: index, ...ending } = event
    const sample = run.lanes[lane]!.samples[index]!
    sample.steps.length = sample.received
    Object.assign(sample, ending)
  } else if (event.type === 'run-end') {
    run.milliseconds = event.milliseconds
    for (const [index, metrics] of event.lanes.entries()) run.lanes[index]!.metrics = metrics
  } else if (event.type === 'run-error') run.error = event.error
}

function begin(run: RunProgress, start: Extract<RunEvent, { type: 'run-start' }>): void {
  const before = run.lanes
  run.start = start
  run.lanes = start.lanes.map(({ samples, ...lane }, index) => ({
    ...lane,
    samples: Array.from({ length: samples }, (_, sample) => ({
      steps: [...(before[index]?.samples[sample]?.steps ?? [])],
      received: 0,
    })),
  }))
  delete run.ahead
  delete run.loading
}

function takeSteps(
  sample: SampleProgress,
  { fromStep, steps }: Pick<Extract<RunEvent, { type: 'lane-delta' }>, 'fromStep' | 'steps'>,
): void {
  const isSame = steps.every(({ token }, index) => sample.steps[fromStep + index]?.token === token)
  const kept = isSame ? sample.steps.slice(fromStep + steps.length) : []
  sample.steps.splice(fromStep, Number.POSITIVE_INFINITY, ...steps, ...kept)
  sample.received = fromStep + steps.length
}

/** A sample as the API gives it; one that goes on counts as stopped. */
export function sampleResult({ steps, received: _, ...rest }: SampleProgress): SampleResult {
  const { stop = 'stopped', message, hint, metrics = {}, search } = rest
  return {
    tokens: steps.map(({ token }) => token),
    text: steps.map(({ text }) => text).join(''),
    stop,
    ...(message !== undefined && { message }),
    ...(hint !== undefined && { hint }),
    steps,
    metrics,
    ...(search !== undefined && { search }),
  }
}

export const laneResult = (
  { lane, model, promptTokens }: Pick<LaneProgress, 'lane' | 'model' | 'promptTokens'>,
  samples: readonly SampleProgress[],
  metrics: Metrics = {},
): LaneResult => ({
  lane,
  ...(model !== undefined && { model }),
  ...(promptTokens && { promptTokens }),
  samples: samples.map(sampleResult),
  metrics,
})

/** Builds a run's result from its events: a client that missed none ends with the API's reply. */
export interface Collector {
  receive(event: RunEvent): void
  /** A sample as far as it has come. */
  sample(lane: number, index: number): SampleProgress | undefined
  /** Whether there is a result: a run cancelled in the queue has none. */
  hasStarted(): boolean
  /** The result so far; complete after `run-end`. */
  result(): RunResult
}

export function createCollector(): Collector {
  const run: RunProgress = { lanes: [] }
  return {
    receive: (event) => takeEvent(run, event),
    sample: (lane, index) => run.lanes[lane]?.samples[index],
    hasStarted: () => run.start !== undefined,
    result() {
      if (!run.start) throw new Error('no run has started')
      const { model, prompt, promptTokens, seed, takenBack, notes, given } = run.start
      return {
        model,
        prompt,
        promptTokens,
        seed,
        lanes: run.lanes.map((lane) => laneResult(lane, lane.samples, lane.metrics)),
        ...(takenBack && { takenBack }),
        ...(notes && { notes }),
        ...(given && { given }),
      }
    },
  }
}
