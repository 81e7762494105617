import { type Branch, formatBranch } from '../../../runs/run/branch-notation.ts'
import { announce } from '../../ui/announce.tsx'
import { RequestError } from '../../ui/fetch-json.ts'
import { letterOf } from '../../ui/lane.ts'
import { plural } from '../../ui/numbers.ts'
import { runEvents } from '../own/run-events.ts'
import {
  breakOff,
  followEvent,
  isGrowing,
  isRunning,
  type LaneRun,
  type Run,
  type Sample,
  startRun,
} from '../run/run.ts'
import { growingBranch } from '../run/stopping.ts'
import type { Page } from '../state/page.ts'
import { branchOf, branchRequestOf, type Choice } from './branch.ts'
import { place, remember } from './place.ts'

/** A sample's place in a run. */
export interface SamplePlace {
  readonly run: Run
  readonly lane: LaneRun
  readonly index: number
}

/** Why a text cannot be taken up now, in a sentence; empty where it can. */
export function whyNotNow(run: Run, from: Sample | undefined): string {
  if (!from || isRunning(run)) return 'A branch can grow once the run has ended.'
  return isGrowing(from) ? 'The text is still growing; stop it, or wait for its end.' : ''
}

/**
 * Takes the text up at a token with another one or typed text.
 * @returns why there is no branch, in a sentence; empty where there is one
 */
export async function growBranch(page: Page, at: SamplePlace, choice: Choice): Promise<string> {
  const { run, lane, index } = at
  const from = lane.samples[index]
  const whyNot = whyNotNow(run, from)
  if (!from || whyNot) return whyNot
  if (choice.step >= from.steps.length) {
    return (
      `Lane ${letterOf(lane.key)} has ${plural(from.steps.length, 'token')}, so it has no token ` +
      `${choice.step + 1}.`
    )
  }
  const sample = branchOf(from, choice)
  place(lane, index, sample)
  announce(`Branching lane ${letterOf(lane.key)} at token ${choice.step + 1}`)
  return grow(page, at, sample)
}

/** @param first what is there until the first token arrives */
async function grow(page: Page, { run, lane, index }: SamplePlace, first: Sample): Promise<string> {
  const { growth } = first
  if (!growth) return ''
  const { signal, end } = growingBranch()
  const lanes = run.settings.lanes.filter(({ key }) => key === lane.key)
  const own = startRun({ ...run.settings, lanes }, { ...run, lanes: [{ ...lane, samples: [first] }] })
  let sample = first
  let refusal = ''
  page.redraw()
  try {
    const body = branchRequestOf(run, lane, index, growth)
    for await (const event of runEvents(body, page.offer.peek().strategies, signal)) {
      followEvent(own, event, performance.now())
      const mine = own.lanes[0]?.samples[0]
      if (event.type === 'run-start' && mine) {
        growth.forced = event.prefix.length - growth.step
        mine.growth = growth
        if (lane.samples[index] === sample) place(lane, index, mine)
        sample = mine
        remember(page)
      }
      page.redrawSeldom()
    }
    if (sample.stop === 'error' && sample.received === 0)
      throw new RequestError({ code: 'lane', message: sample.message ?? '' })
    if (own.phase !== 'done')
      fail(sample, own.error?.message ?? 'The connection dropped; what arrived is kept.')
  } catch (error) {
    if (signal.aborted)
      breakOff({ ...own, lanes: [{ ...lane, samples: [sample] }] }, 'stopped', performance.now())
    else if (error instanceof RequestError && lane.samples[index] === sample) {
      refusal = error.message
      place(lane, index, growth.from)
    } else fail(sample, 'The server cannot be reached; what arrived is kept.')
  }
  end()
  announce(refusal || `Branch in lane ${letterOf(lane.key)}: ${plural(sample.steps.length, 'token')}`)
  page.redraw()
  return refusal
}

function fail(sample: Sample, message: string): void {
  Object.assign(sample, { stop: 'error', message })
}

/** Grows a run's pending branches, one after another. @returns what could not be grown, in sentences */
export async function growPending(page: Page, run: Run): Promise<string[]> {
  const problems: string[] = []
  for (const branch of run.pending ?? []) {
    if (page.run.peek() !== run) break
    const fault = await growPlanned(page, run, branch)
    if (fault) problems.push(`${formatBranch(branch)}: ${fault}`)
  }
  delete run.pending
  return problems
}

async function growPlanned(page: Page, run: Run, branch: Branch): Promise<string> {
  const lane = run.lanes[branch.lane]
  return lane && branch.sample < lane.samples.length
    ? growBranch(page, { run, lane, index: branch.sample }, branch)
    : `There is no sample ${branch.sample + 1} of lane ${branch.lane + 1}.`
}

/** Goes on with branches that were stopped. */
export function growOn(page: Page, run: Run): void {
  for (const lane of run.lanes) {
    for (const [index, { growth, stop, steps }] of lane.samples.entries()) {
      if (!growth || (stop !== 'stopped' && stop !== 'error')) continue
      const again = { ...branchOf(growth.from, growth), steps, growth }
      place(lane, index, again)
      void grow(page, { run, lane, index }, again)
    }
  }
}
