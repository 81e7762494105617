// @ts-check

import { branchOf, branchRequestOf, isGrowing } from './branch.js'
import { formatBranch } from './branch-notation.js'
import { place, remember } from './branch-place.js'
import { announce } from './dom.js'
import { plural } from './numbers.js'
import { breakOff, isRunning, startRun, takeEvent } from './run.js'
import { letterOf } from './settings.js'
import { changed, state, streamed } from './store.js'
import { Refusal, runEvents } from './stream.js'

/**
 * Growing and stopping branches.
 * @typedef {import('./branch.js').Choice} Choice
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').Sample} Sample
 * @typedef {import('./branch-place.js').Spot} Spot
 */

/** What grows at the moment. @type {Set<AbortController>} */
const growing = new Set()

/**
 * Takes the text up at a step with another token or typed text.
 * @param {Spot} spot @param {Choice} choice @returns {Promise<string>} why there is no branch, in a sentence; empty where there is one
 */
export async function branchAt({ run, lane, index }, choice) {
  const from = lane.samples[index]
  if (!from || isRunning(run)) return 'A branch can grow once the run has ended.'
  if (isGrowing(from)) return 'The text is still growing; stop it, or wait for its end.'
  if (choice.step >= from.steps.length) {
    return `Lane ${letterOf(lane.key)} has ${plural(from.steps.length, 'token')}, so it has no step ${choice.step + 1}.`
  }
  const sample = branchOf(from, choice)
  place(lane, index, sample)
  announce(`Branching lane ${letterOf(lane.key)} at step ${choice.step + 1}`)
  return grow({ run, lane, index }, sample)
}

/** @param {Spot} spot @param {Sample} first what stands there until the server has told the first token */
async function grow({ run, lane, index }, first) {
  const { branch } = first
  if (!branch) return ''
  const controller = new AbortController()
  growing.add(controller)
  let sample = first
  const settings = { ...run.settings, lanes: [{ key: lane.key, chain: lane.lane }] }
  const own = startRun(settings, { ...run, lanes: [{ ...lane, samples: [first] }] })
  let refusal = ''
  changed()
  try {
    for await (const event of runEvents(branchRequestOf(run, lane, index, branch), controller.signal)) {
      takeEvent(own, event, performance.now())
      const [told] = own.lanes[0]?.samples ?? []
      if (event.type === 'run-start' && told) {
        branch.given = event.prefix.length - branch.step
        told.branch = branch
        if (lane.samples[index] === sample) place(lane, index, told)
        sample = told
        remember()
      }
      streamed()
    }
    if (sample.stop === 'error' && sample.told === 0)
      throw new Refusal({ code: 'lane', message: sample.message ?? '' })
    if (own.phase !== 'done')
      fail(sample, own.error?.message ?? 'The connection dropped; what arrived is kept.')
  } catch (error) {
    if (controller.signal.aborted)
      breakOff({ ...own, lanes: [{ ...lane, samples: [sample] }] }, 'stopped', performance.now())
    else if (error instanceof Refusal && lane.samples[index] === sample) {
      refusal = error.message
      place(lane, index, branch.from)
    } else fail(sample, 'The server cannot be reached; what arrived is kept.')
  }
  growing.delete(controller)
  announce(refusal || `Branch in lane ${letterOf(lane.key)}: ${plural(sample.steps.length, 'token')}`)
  changed()
  return refusal
}

/** @param {Sample} sample @param {string} message */
function fail(sample, message) {
  Object.assign(sample, { stop: 'error', message })
}

/** Grows a run's pending branches, one after another. @param {Run} run @returns {Promise<string[]>} what could not be grown, in sentences */
export async function growPending(run) {
  /** @type {string[]} */
  const problems = []
  for (const place of run.pending ?? []) {
    if (state.run !== run) break
    const lane = run.lanes[place.lane]
    const has = lane && place.sample < lane.samples.length
    const fault = has
      ? await branchAt({ run, lane, index: place.sample }, place)
      : `There is no sample ${place.sample + 1} of lane ${place.lane + 1}.`
    if (fault) problems.push(`${formatBranch(place)}: ${fault}`)
  }
  delete run.pending
  return problems
}

/** Goes on with branches that were stopped. @param {Run} run */
export function growOn(run) {
  for (const lane of run.lanes) {
    for (const [index, sample] of lane.samples.entries()) {
      if (!sample.branch || (sample.stop !== 'stopped' && sample.stop !== 'error')) continue
      const again = {
        ...branchOf(sample.branch.from, sample.branch),
        steps: sample.steps,
        branch: sample.branch,
      }
      place(lane, index, again)
      void grow({ run, lane, index }, again)
    }
  }
}

export function stopBranches() {
  for (const controller of growing) controller.abort()
}
