// @ts-check

import { branchOf } from './branch.js'
import { splitLane } from './chain.js'
import { startRun } from './run.js'
import { BadFile, damaged, listOf, objectOf, sampleOf, textOf, wholeOf } from './run-file-shape.js'
import { faultsOf } from './settings.js'

/**
 * Reads an exported run. Whatever a file holds, what comes out has the shape it says: it is drawn as HTML. Pure.
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').Sample} Sample
 * @typedef {import('./run.js').StepRecord} StepRecord
 * @typedef {import('./lane-views.js').Data} Data
 * @typedef {{ run: Run, replay: object }} OpenedRun `replay` is the body that has the server run it again
 */

/** Files above this are not read. */
export const MOST_BYTES = 64_000_000

/** @param {string} text @param {string} name @param {Data} data @returns {OpenedRun | string} the run, or why there is none */
export function openRunFile(text, name, data) {
  try {
    return read(parse(text), name, data)
  } catch (error) {
    if (error instanceof BadFile) return error.message
    throw error
  }
}

/** @param {string} text @returns {unknown} */
function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadFile('It is not JSON. Open the JSON that Export saves.')
  }
}

/** @param {unknown} value @param {string} name @param {Data} data @returns {OpenedRun} */
function read(value, name, data) {
  const file = objectOf(value)
  if (file.format === undefined && Array.isArray(file.lanes))
    throw new BadFile('It is a run without its settings. Save it with Export, or with run --record.')
  if (file.format !== 'nucleus-run')
    throw new BadFile('It is no exported run. Open the JSON that Export saves.')
  if (file.version !== 1)
    throw new BadFile('It was written by another version of this program, in a form this one does not know.')
  const settings = settingsOf(objectOf(file.request), objectOf(file.human), data)
  const lanes = listOf(objectOf(file.result).lanes).map((lane) =>
    listOf(objectOf(lane).samples).map(sampleOf),
  )
  if (lanes.length !== settings.lanes.length || lanes.some((samples) => samples.length === 0))
    damaged('lanes')
  const texts = lanes.map((samples) => ({ samples: samples.map(tokensOf) }))
  const run = runOf(settings, lanes, name)
  const result = objectOf(file.result)
  run.promptTokens = listOf(result.promptTokens).map((one) => wholeOf(one, 'promptTokens'))
  for (const [index, lane] of listOf(result.lanes).entries()) {
    const { promptTokens } = objectOf(lane)
    const own = run.lanes[index]
    if (own && promptTokens !== undefined)
      own.promptTokens = listOf(promptTokens).map((one) => wholeOf(one, 'promptTokens'))
  }
  const branches = listOf(file.branches).map((one) => growBranch(run, objectOf(one)))
  const { format, version, request, environment } = file
  return { run, replay: { format, version, request, environment, result: { lanes: texts }, branches } }
}

/** @param {Record<string, unknown>} request @param {Record<string, unknown>} human @param {Data} data @returns {import('./settings.js').Settings} */
function settingsOf(request, human, data) {
  const settings = {
    prompt: textOf(request.prompt, 'prompt'),
    model: textOf(request.model, 'model'),
    lanes: listOf(request.lanes).map((chain, key) => ({ key, chain: textOf(chain, 'lanes') })),
    maxTokens: String(wholeOf(request.maxTokens, 'maxTokens')),
    samples: String(wholeOf(request.samples, 'samples')),
    seed: String(wholeOf(request.seed, 'seed')),
    human: typeof human.written === 'string' ? human.written : '',
    humanP: typeof human.p === 'string' ? human.p : '',
  }
  if (!data.models.some(({ id }) => id === settings.model))
    throw new BadFile(`It was made with the model “${settings.model}”, which is not on this server.`)
  const [fault] = Object.values(faultsOf(settings, data))
  if (fault) throw new BadFile(`Its settings cannot be used here: ${fault}`)
  return settings
}

/** @param {import('./settings.js').Settings} settings @param {Sample[][]} lanes @param {string} name @returns {Run} */
function runOf(settings, lanes, name) {
  const run = startRun(settings)
  run.phase = 'done'
  run.file = name
  run.lanes = settings.lanes.map(({ key, chain }, index) => {
    const samples = lanes[index] ?? []
    const { model } = splitLane(chain)
    return {
      key,
      lane: chain,
      chain,
      ...(model !== '' && { model }),
      isDeterministic: samples.length === 1,
      samples,
    }
  })
  return run
}

/** Puts a branch of the file on the text that its lane and sample have by then. @param {Run} run @param {Record<string, unknown>} branch */
function growBranch(run, branch) {
  const [lane, index, step] = [branch.lane, branch.sample, branch.step].map((one) => wholeOf(one, 'branches'))
  const samples = run.lanes[lane ?? -1]?.samples
  const from = samples?.[index ?? -1]
  if (!samples || !from || step === undefined || index === undefined || step >= from.steps.length)
    return damaged('branches')
  const choice =
    branch.token === undefined
      ? { step, text: textOf(branch.text, 'branches') }
      : { step, token: wholeOf(branch.token, 'branches') }
  const grown = branchOf(from, choice)
  const { steps, ...rest } = sampleOf(branch.result)
  samples[index] = { ...grown, ...rest, steps }
  if (grown.branch && choice.text !== undefined) grown.branch.given = givenIn(steps, step, choice.text)
  return { lane, sample: index, ...choice, result: tokensOf({ ...rest, steps }) }
}

/** How many tokens from a step on spell what was typed there. @param {readonly StepRecord[]} steps @param {number} step @param {string} text */
function givenIn(steps, step, text) {
  let length = 0
  let count = 0
  while (length < text.length && step + count < steps.length)
    length += steps[step + count++]?.text.length ?? 0
  return Math.max(1, count)
}

/** @param {Sample} sample */
const tokensOf = ({ steps, stop }) => ({ tokens: steps.map(({ token }) => token), stop })
