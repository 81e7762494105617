// @ts-check

/**
 * A run as its events tell it. Built from nothing else, here and on the server.
 * @typedef {import('../../../src/runs/run/events.ts').RunEvent} RunEvent
 * @typedef {import('../../../src/runs/run/events.ts').StepRecord & { allowed?: boolean }} StepRecord `allowed`: of a human text, whether the nucleus it is held against has it
 * @typedef {import('../../../src/runs/run/events.ts').Metrics} Metrics
 * @typedef {import('../../../src/decoding/decoder.ts').StopReason} StopReason
 * @typedef {object} Sample
 * @property {StepRecord[]} steps
 * @property {number} told how many steps this run has told; more are kept from the run it repeats
 * @property {number} changedFrom first step that changed since it was last drawn
 * @property {StopReason} [stop]
 * @property {string} [message]
 * @property {Metrics} [metrics]
 * @property {number} [endedAt]
 * @property {import('./branch.js').Branch} [branch] where it left the text it grew from
 * @typedef {{ key: number, lane: string, chain: string, model?: string, promptTokens?: readonly number[], isDeterministic: boolean, samples: Sample[], metrics?: Metrics, ownMetrics?: Metrics | undefined }} LaneRun `ownMetrics` are those of the samples as they ran, where some are branched
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {object} Run
 * @property {'waiting' | 'streaming' | 'done' | 'stopped' | 'lost' | 'failed'} phase
 * @property {Settings} settings as they were sent
 * @property {number} [ahead] runs before this one, while it waits
 * @property {{ model: string, loaded: number, total: number }} [loading]
 * @property {{ code: string, message: string }} [error]
 * @property {LaneRun[]} lanes
 * @property {readonly number[]} promptTokens
 * @property {number} maxTokens
 * @property {number} startedAt milliseconds, by the caller's clock
 * @property {number} [milliseconds]
 * @property {string} [file] the run file it was opened from
 * @property {readonly import('./branch-notation.js').BranchPlace[]} [pending] branches that are to grow once it is done
 */

/**
 * @param {Settings} settings
 * @param {Run} [repeated] a run with the same settings that broke off: its words stay until this one has told them again
 * @returns {Run}
 */
export function startRun(settings, repeated) {
  return {
    phase: 'waiting',
    settings,
    lanes: repeated?.lanes ?? [],
    promptTokens: repeated?.promptTokens ?? [],
    maxTokens: Number(settings.maxTokens),
    startedAt: 0,
  }
}

/** Takes in one event; changes the run in place, for there are hundreds a second. @param {Run} run @param {RunEvent} event @param {number} now milliseconds */
export function takeEvent(run, event, now) {
  if (event.type === 'queued') run.ahead = event.ahead
  else if (event.type === 'loading') run.loading = event
  else if (event.type === 'run-start') begin(run, event, now)
  else if (event.type === 'lane-delta') takeSteps(run, event)
  else if (event.type === 'lane-end') endSample(run, event, now)
  else if (event.type === 'run-end') {
    run.phase = 'done'
    run.milliseconds = event.milliseconds
    for (const [index, metrics] of event.lanes.entries()) {
      const lane = run.lanes[index]
      if (lane) lane.metrics = metrics
    }
  } else if (event.type === 'run-error') {
    run.phase = 'failed'
    run.error = event.error
  }
}

/** @param {Run} run @param {Extract<RunEvent, { type: 'run-start' }>} event @param {number} now */
function begin(run, { lanes, promptTokens, maxTokens, seed }, now) {
  const before = run.lanes
  run.phase = 'streaming'
  run.startedAt = now
  run.promptTokens = promptTokens
  run.maxTokens = maxTokens
  run.settings = { ...run.settings, seed: String(seed) }
  run.lanes = lanes.map((lane, index) => ({
    ...lane,
    key: run.settings.lanes[index]?.key ?? index,
    samples: Array.from({ length: lane.samples }, (_, sample) => ({
      steps: before[index]?.samples[sample]?.steps ?? [],
      told: 0,
      changedFrom: 0,
    })),
  }))
  delete run.ahead
  delete run.loading
}

/** @param {Run} run @param {Extract<RunEvent, { type: 'lane-delta' }>} event */
function takeSteps(run, { lane, sample, fromStep, steps }) {
  const mine = run.lanes[lane]?.samples[sample]
  if (!mine) return
  const isSame = steps.every(({ token }, index) => mine.steps[fromStep + index]?.token === token)
  const kept = isSame ? mine.steps.slice(fromStep + steps.length) : []
  mine.steps.splice(fromStep, Number.POSITIVE_INFINITY, ...steps, ...kept)
  mine.told = fromStep + steps.length
  mine.changedFrom = Math.min(mine.changedFrom, fromStep)
}

/** @param {Run} run @param {Extract<RunEvent, { type: 'lane-end' }>} event @param {number} now */
function endSample(run, { lane, sample, stop, message, metrics }, now) {
  const mine = run.lanes[lane]?.samples[sample]
  if (!mine) return
  mine.steps.length = mine.told
  Object.assign(mine, { stop, metrics, endedAt: now }, message !== undefined && { message })
}

/** Ends a run that was cut short; what arrived is kept. @param {Run} run @param {'stopped' | 'lost' | 'failed'} phase @param {number} now */
export function breakOff(run, phase, now) {
  run.phase = phase
  for (const sample of run.lanes.flatMap(({ samples }) => samples)) {
    sample.stop ??= 'stopped'
    sample.endedAt ??= now
  }
}

/** @param {Run} run */
export const isRunning = ({ phase }) => phase === 'waiting' || phase === 'streaming'

/** @param {Run | undefined} run @param {number} key */
export const laneRunOf = (run, key) => run?.lanes.find((lane) => lane.key === key)

/** The sample a lane shows: a deterministic lane has one. @param {LaneRun | undefined} lane @param {number} sample */
export const shownSample = (lane, sample) => lane?.samples[Math.min(sample, lane.samples.length - 1)]

/** @param {Run} run */
export const tokenCount = (run) =>
  run.lanes.reduce((sum, { samples }) => sum + samples.reduce((own, { steps }) => own + steps.length, 0), 0)

/** Whether anything is being written: the run, or a branch of it. @param {Run} run */
export const isBusy = (run) =>
  isRunning(run) || run.lanes.some(({ samples }) => samples.some(({ branch, stop }) => branch && !stop))

/** Tokens a second over all samples of a lane, branches aside. @param {Run} run @param {LaneRun} lane @param {number} now */
export function speedOf(run, lane, now) {
  if (run.file !== undefined) return 0
  const samples = lane.samples.filter(({ branch }) => !branch)
  const tokens = samples.reduce((sum, { told }) => sum + told, 0)
  const end = Math.max(...samples.map(({ endedAt = now }) => endedAt))
  return end > run.startedAt ? (1000 * tokens) / (end - run.startedAt) : 0
}
