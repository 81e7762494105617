import type { Branch } from '../../../runs/run/branch-notation.ts'
import { announce } from '../../ui/announce.tsx'
import { RequestError } from '../../ui/fetch-json.ts'
import { focusOn } from '../../ui/focus.ts'
import { letterOf } from '../../ui/lane.ts'
import type { NoticeText } from '../../ui/notice.tsx'
import { plural } from '../../ui/numbers.ts'
import { isPhone } from '../../ui/phone.ts'
import { branchesOf, originalOf } from '../branch/branch.ts'
import { growOn, growPending } from '../branch/grow.ts'
import { place } from '../branch/place.ts'
import { stopMark } from '../lane/stop-mark.ts'
import { agreeTo, withConsent } from '../own/consent.ts'
import { runEvents } from '../own/run-events.ts'
import { branchesIn, openLink, paramsOf } from '../settings/link.ts'
import { addressOf } from '../settings/link-length.ts'
import { modelsOf } from '../settings/models-of.ts'
import { faultsOf, requestOf, type Settings, withSeed } from '../settings/settings.ts'
import { type Page, refuse, setLook, setSettings } from '../state/page.ts'
import { isStrayLetter } from '../story/scenes.ts'
import { addingRun } from './keep.ts'
import { lanesAsked } from './kept.ts'
import { refreshModels } from './refresh-models.ts'
import { breakOff, followEvent, isRunning, type Run, startRun, tokenCount } from './run.ts'
import { rememberSpeed } from './speed.ts'
import { stopBranches } from './stopping.ts'

/** Starting, stopping, continuing and repeating a run. */

/** Seconds before each new try after a lost connection. */
const RETRIES = [4, 8, 16]

const NOTHING_CAME: NoticeText = {
  kind: '',
  icon: 'stop',
  title: 'Stopped before the first token',
  text: 'What was there is kept.',
}

let current: AbortController | undefined
let retrying: ReturnType<typeof setInterval> | undefined
/** Asks once more for the run that was lost. */
let askAgain: () => void = () => {}
let tries = 0

/**
 * Runs what is set, then grows branches. Bad values are named beside their fields and nothing is sent.
 * @param isAdding whether lanes that are finished already stay as they are, and only the others run
 */
export function generate(page: Page, branches: readonly Branch[] = [], isAdding = false): void {
  page.settings.value = withSeed(page.settings.peek())
  // The story's letter continues its prompt: after a run it goes with another one. A link may hold both.
  if (page.run.peek() && isStrayLetter(page.settings.peek())) setSettings(page, { human: '', humanP: '' })
  const settings = page.settings.peek()
  page.faults.value = faultsOf(settings, page.offer.peek())
  const [first] = Object.keys(page.faults.peek())
  tries = 0
  if (first === undefined) agreeTo(settings)
  if (first === undefined) void follow(page, settings, { branches, isAdding })
  else focusOn(document.querySelector(fieldOf(first)))
}

const fieldOf = (fault: string): string =>
  fault.startsWith('lane-')
    ? `[data-focus="chip-${fault.slice(5)}-0"]`
    : fault === 'lanes'
      ? '[data-do="add-lane"]'
      : `#${fault}`

/**
 * A run cut short, again from its seed: the same words, then the rest; of a whole run, its branches cut
 * short.
 */
export function again(page: Page): void {
  const run = page.run.peek()
  if (run?.phase === 'done') growOn(page, run)
  else if (run) repeat(page, run)
}

function repeat(page: Page, run: Run): void {
  const branches = run.pending ?? branchesOf(run).map((one) => one.place)
  for (const lane of run.lanes) {
    for (const [index, sample] of lane.samples.entries()) place(lane, index, originalOf(sample))
  }
  void follow(page, run.settings, { branches, repeated: run })
}

interface How {
  readonly branches: readonly Branch[]
  /** A run with the same settings that broke off. */
  readonly repeated?: Run
  readonly isAdding?: boolean
}

async function follow(page: Page, settings: Settings, how: How): Promise<void> {
  const { branches, repeated, isAdding = false } = how
  stop(page)
  const controller = new AbortController()
  current = controller
  const before = page.run.peek()
  const run = isAdding ? addingRun(before, settings) : startRun(settings, repeated)
  if (branches.length > 0) run.pending = branches
  page.notice.value = undefined
  page.refused.value = undefined
  page.problems.value = []
  page.run.value = run
  if (!repeated) setLook(page, { sample: 0 })
  if (lanesAsked(run).length === 0) return remember(page, run)
  announce(`Generating ${plural(lanesAsked(run).length, 'lane')}`)
  showLanes(page)
  await receive(page, run, controller.signal)
  if (run.phase === 'lost') {
    askAgain = () => (page.run.peek() === run ? again(page) : void follow(page, settings, how))
    keepBefore(page, run, before)
  }
  const field = tooLongField(run.error)
  if (field && run.error) return refuseLength(page, before, field, run.error.message)
  // A scene and a blind test name the failure where their texts would be.
  const isPlain = !page.blind.peek() && !page.lesson.peek()
  const hasEarlier = isPlain && before !== undefined && tokenCount(before) > 0
  if (run.phase === 'failed' && hasEarlier && keepBefore(page, run, before)) page.refused.value = run
  if (run.phase === 'stopped' && hasEarlier && keepBefore(page, run, before)) page.notice.value = NOTHING_CAME
  if (current === controller) current = undefined
  await refreshModels(page, modelsOf(run.settings))
  if (page.run.peek() === run || page.refused.peek() === run || run.phase === 'lost') announce(endWords(run))
  if (run.phase === 'done') rememberSpeed(run)
  page.redraw()
  if (run.phase === 'done') showProblems(page, await growPending(page, run))
}

/**
 * The field to change where the model's context has no room: the length, unless the prompt alone fills it.
 */
function tooLongField(error: Run['error']): 'maxTokens' | 'prompt' | undefined {
  if (error?.code !== 'prompt-too-long' && error?.code !== 'run-too-large') return undefined
  return error.field === 'maxTokens' ? 'maxTokens' : 'prompt'
}

/** Where nothing of a run has come, the texts from before stay in sight. @returns whether they do */
function keepBefore(page: Page, run: Run, before: Run | undefined): boolean {
  if (!before || tokenCount(run) > 0 || page.run.peek() !== run) return false
  page.run.value = before
  return true
}

/** Named beside the field; what was there before stays. */
function refuseLength(page: Page, before: Run | undefined, field: string, message: string): void {
  page.run.value = before
  page.faults.value = { ...page.faults.peek(), [field]: message }
  announce(message)
  focusOn(document.getElementById(field))
}

/**
 * On a phone the lanes are below the settings; of a lesson, its words come first and the settings are away.
 */
function showLanes({ lesson }: Page): void {
  if (lesson.peek() || !isPhone()) return
  requestAnimationFrame(() => document.getElementById('lane-strip')?.scrollIntoView())
}

/** Follows a run's events to its end, whichever that is. */
async function receive(page: Page, run: Run, signal: AbortSignal): Promise<void> {
  try {
    const body = requestOf({ ...run.settings, lanes: lanesAsked(run) })
    for await (const event of runEvents(body, page.offer.peek().strategies, signal)) {
      page.isUnreachable.value = false
      followEvent(run, event, performance.now())
      if (event.type === 'run-start') remember(page, run)
      page.redrawSeldom()
    }
    if (isRunning(run)) lose(page, run)
    else if (run.phase === 'failed') breakOff(run, 'failed', performance.now())
  } catch (error) {
    if (signal.aborted) breakOff(run, 'stopped', performance.now())
    else if (error instanceof RequestError) {
      page.isUnreachable.value = false
      run.error = error.problem
      breakOff(run, 'failed', performance.now())
    } else lose(page, run)
  }
}

function showProblems(page: Page, problems: readonly string[]): void {
  if (problems.length > 0) refuse(page, 'Not every branch could grow again', problems.join(' '))
}

/** The address holds the run from here on; another run is another entry of the browser's history. */
function remember(page: Page, { settings }: Run): void {
  if (page.settings.peek().seed.trim() === '') setSettings(page, { seed: settings.seed })
  // The address of a blind test opens one again.
  if (page.blind.peek()) return
  const address = addressOf(paramsOf(settings))
  if (address === location.pathname + location.search) return
  const isFirst = location.search === '' && history.state === null
  if (isFirst) history.replaceState({ isRun: true }, '', address)
  else history.pushState({ isRun: true }, '', address)
}

/** Back and Forward: the run that the address holds, from its seed, with the same words. */
export function openAddress(page: Page): void {
  const params = new URLSearchParams(location.search)
  if (!params.has('prompt')) return
  const { settings, problems } = openLink(params, page.offer.peek())
  page.lesson.value = undefined
  page.settings.value = settings
  if (problems.length === 0) withConsent(page, settings, () => generate(page, branchesIn(params)))
  else page.problems.value = problems
}

function endWords(run: Run): string {
  const kept = plural(tokenCount(run), 'token')
  if (run.phase === 'failed') return run.error?.message ?? 'The run failed.'
  if (run.phase === 'done') {
    const stops = run.lanes.map(
      ({ key, samples: [first] }) => `lane ${letterOf(key)} ${first ? stopMark(first) : ''}`,
    )
    return `Done, ${kept}: ${stops.join(', ')}`
  }
  if (run.phase !== 'lost') return `Stopped, ${kept} kept`
  return tokenCount(run) > 0 ? `The connection dropped, ${kept} kept` : 'The server cannot be reached'
}

export function stop(page: Page): void {
  clearInterval(retrying)
  page.retry.value = undefined
  askAgain = () => (page.run.peek()?.phase === 'lost' ? again(page) : generate(page))
  stopBranches()
  current?.abort()
}

function lose(page: Page, run: Run): void {
  breakOff(run, 'lost', performance.now())
  page.isUnreachable.value = true
  page.retry.value = RETRIES[tries++]
  if (page.retry.peek() !== undefined) retrying = setInterval(() => tick(page), 1000)
}

function tick(page: Page): void {
  const left = (page.retry.peek() ?? 0) - 1
  page.retry.value = left
  if (left <= 0) tryNow()
}

export const tryNow = (): void => askAgain()
