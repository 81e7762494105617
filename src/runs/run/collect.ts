import type { LaneResult, RunEvent, RunResult, SampleResult, StepRecord } from './events.ts'

/** Builds a run's result from its events: a client that missed none ends with the API's reply. */
export interface Collector {
  tell(event: RunEvent): void
  /** Whether there is a result: a run cancelled in the queue has none. */
  hasStarted(): boolean
  /** The result so far; complete after `run-end`. */
  result(): RunResult
}

type Draft = { -readonly [Key in keyof SampleResult]: SampleResult[Key] }

export function createCollector(): Collector {
  let start: Extract<RunEvent, { type: 'run-start' }> | undefined
  let drafts: Draft[][] = []
  let laneMetrics: LaneResult['metrics'][] = []
  return {
    tell(event) {
      if (event.type === 'run-start') {
        start = event
        drafts = event.lanes.map(({ samples }) => Array.from({ length: samples }, emptySample))
      } else if (event.type === 'lane-delta') {
        const draft = drafts[event.lane]![event.sample]!
        draft.text = draft.text.slice(0, event.from) + event.text
        draft.steps = [...draft.steps.slice(0, event.fromStep), ...event.steps]
      } else if (event.type === 'lane-end') {
        const { type: _, lane, sample, ...ending } = event
        Object.assign(drafts[lane]![sample]!, ending)
      } else if (event.type === 'run-end') {
        laneMetrics = [...event.lanes]
      }
    },
    hasStarted: () => start !== undefined,
    result() {
      if (!start) throw new Error('no run has started')
      const { model, prompt, promptTokens, seed, lanes, takenBack, notes } = start
      return {
        model,
        prompt,
        promptTokens,
        seed,
        lanes: lanes.map(({ lane, model: own, promptTokens: ownTokens }, index) => ({
          lane,
          ...(own !== undefined && { model: own }),
          ...(ownTokens && { promptTokens: ownTokens }),
          samples: drafts[index]!.map((draft) => ({ ...draft, tokens: draft.steps.map(tokenOf) })),
          metrics: laneMetrics[index] ?? {},
        })),
        ...(takenBack && { takenBack }),
        ...(notes && { notes }),
      }
    },
  }
}

const tokenOf = ({ token }: StepRecord): number => token

const emptySample = (): Draft => ({ tokens: [], text: '', stop: 'stopped', steps: [], metrics: {} })
