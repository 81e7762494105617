// @ts-check

import { branchesOf, originalOf } from './branch.js'
import { place } from './branch-place.js'
import { growOn, growPending, stopBranches } from './branching.js'
import { announce, byId, focusOn } from './dom.js'
import { modelsOf } from './lane-model.js'
import { plural } from './numbers.js'
import { breakOff, isRunning, startRun, takeEvent, tokenCount } from './run.js'
import { faultsOf, letterOf, paramsOf, requestOf } from './settings.js'
import { changed, data, state, streamed } from './store.js'
import { Refusal, runEvents } from './stream.js'
import { stopMark } from './text-view.js'

/** Starting, stopping, continuing and repeating a run. @typedef {import('./branch.js').BranchPlace} BranchPlace */

/** Seconds before each new try after a lost connection. */
const RETRIES = [4, 8, 16]

/** @type {AbortController | undefined} */
let current
/** @type {{ seconds: number, timer: ReturnType<typeof setInterval> } | undefined} */
export let retry
let tries = 0

/** Runs what is set. Bad values are said beside their fields and nothing is sent. */
export const generate = () => generateWith([])

/** The same, then its branches. @param {readonly BranchPlace[]} branches */
export function generateWith(branches) {
  if (state.settings.seed.trim() === '') state.settings.seed = String(freshSeed())
  state.faults = faultsOf(state.settings, data)
  changed()
  const [first] = Object.keys(state.faults)
  if (first !== undefined) return focusOn(document.querySelector(fieldOf(first)))
  tries = 0
  void follow({ ...state.settings, lanes: state.settings.lanes.map((lane) => ({ ...lane })) }, branches)
}

/** @param {string} fault */
const fieldOf = (fault) =>
  fault.startsWith('lane-')
    ? `[data-focus="chip-${fault.slice(5)}-0"]`
    : fault === 'lanes'
      ? '[data-do="add-lane"]'
      : `#${fault}`

/** A run cut short, again from its seed: the same words, then the rest; of a whole run, its branches cut short. */
export function again() {
  const run = state.run
  if (run?.phase === 'done') return growOn(run)
  if (!run) return
  const branches = run.pending ?? branchesOf(run).map((one) => one.place)
  for (const lane of run.lanes) {
    for (const [index, sample] of lane.samples.entries()) place(lane, index, originalOf(sample))
  }
  void follow(run.settings, branches, run)
}

/** @param {import('./settings.js').Settings} settings @param {readonly BranchPlace[]} branches @param {import('./run.js').Run} [repeated] */
async function follow(settings, branches, repeated) {
  stopWaiting()
  stopBranches()
  delete state.notice
  current?.abort()
  const controller = new AbortController()
  current = controller
  const run = startRun(settings, repeated)
  if (branches.length > 0) run.pending = branches
  state.run = run
  if (!repeated) state.look.sample = 0
  byId('examples').hidden = true
  announce(`Generating ${plural(settings.lanes.length, 'lane')}`)
  changed()
  try {
    for await (const event of runEvents(requestOf(settings), controller.signal)) {
      takeEvent(run, event, performance.now())
      if (event.type === 'run-start') remember(run)
      streamed()
    }
    if (isRunning(run)) lose(run)
    else if (run.phase === 'failed') breakOff(run, 'failed', performance.now())
  } catch (error) {
    if (controller.signal.aborted) breakOff(run, 'stopped', performance.now())
    else if (error instanceof Refusal) {
      run.error = { code: error.code, message: error.message }
      breakOff(run, 'failed', performance.now())
    } else lose(run)
  }
  if (current === controller) current = undefined
  await refreshModels(modelsOf(run.settings))
  if (state.run === run) announce(endWords(run))
  changed()
  if (run.phase === 'done') tellProblems(await growPending(run))
}

/** @param {readonly string[]} problems */
function tellProblems(problems) {
  if (problems.length === 0) return
  state.notice = {
    kind: 'err',
    icon: 'warn',
    title: 'Not every branch could grow again',
    text: problems.join(' '),
  }
  changed()
}

/** Where models stand, after one that was not in memory was asked for. @param {readonly string[]} ids */
async function refreshModels(ids) {
  const isLoaded = (/** @type {string} */ id) =>
    data.models.some((model) => model.id === id && model.state === 'loaded')
  if (ids.every(isLoaded)) return
  try {
    const response = await fetch('/api/models')
    /** @type {{ id: string, state: string }[]} */
    const listing = await response.json()
    for (const model of data.models)
      model.state = listing.find((one) => one.id === model.id)?.state ?? model.state
  } catch {
    // the list stays as it was
  }
}

/** The address holds the run from here on. @param {import('./run.js').Run} run */
function remember({ settings }) {
  state.settings.seed = settings.seed
  history.replaceState(null, '', `/?${paramsOf(settings)}`)
}

/** @param {import('./run.js').Run} run */
function endWords(run) {
  const kept = plural(tokenCount(run), 'token')
  if (run.phase === 'failed') return run.error?.message ?? 'The run failed.'
  if (run.phase === 'done') {
    const stops = run.lanes.map(
      ({ key, samples: [first] }) => `lane ${letterOf(key)} ${first ? stopMark(first) : ''}`,
    )
    return `Done, ${kept}: ${stops.join(', ')}`
  }
  return run.phase === 'lost' ? `The connection dropped, ${kept} kept` : `Stopped, ${kept} kept`
}

export function stop() {
  stopWaiting()
  stopBranches()
  current?.abort()
}

/** @param {import('./run.js').Run} run */
function lose(run) {
  breakOff(run, 'lost', performance.now())
  const seconds = RETRIES[tries++]
  if (seconds === undefined) return
  retry = { seconds, timer: setInterval(tick, 1000) }
}

function tick() {
  if (!retry) return
  retry.seconds--
  if (retry.seconds <= 0) again()
  changed()
}

function stopWaiting() {
  if (retry) clearInterval(retry.timer)
  retry = undefined
}

/** A seed as the server draws them: 32 bits. */
export const freshSeed = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
