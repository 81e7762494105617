// @ts-check

import { branchesOf, originalOf } from './branch.js'
import { humanSamples } from './human.js'
import { requestOf } from './settings.js'

/**
 * A run as files and commands. Pure.
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').Sample} Sample
 * @typedef {import('./human.js').HumanText} HumanText
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('../../../src/models/catalogue/environment.ts').Environment} Environment
 */

/** The API's reply, as far as the run came; branches stand beside it. @param {Run} run @returns {import('../../../src/runs/run/events.ts').RunResult} */
export function resultOf({ settings, lanes, promptTokens }) {
  return {
    model: settings.model,
    prompt: settings.prompt,
    promptTokens,
    seed: Number(settings.seed),
    lanes: lanes.map(
      ({ lane, model, promptTokens: own, samples, ownMetrics, metrics = ownMetrics ?? {} }) => ({
        lane,
        ...(model !== undefined && { model }),
        ...(own && { promptTokens: own }),
        samples: samples.map((sample) => sampleOf(originalOf(sample))),
        metrics,
      }),
    ),
  }
}

/** @param {Sample} sample */
const sampleOf = ({ steps, stop = 'stopped', message, metrics = {} }) => ({
  tokens: steps.map(({ token }) => token),
  text: steps.map(({ text }) => text).join(''),
  stop,
  ...(message !== undefined && { message }),
  steps,
  metrics,
})

/** A run with all it takes to run it again: what `replay` and Open read; a human text beside it. @param {Run} run @param {Environment} environment @param {HumanText} [human] @returns {import('../../../src/runs/replay/run-file.ts').RunFile & { human?: object }} */
export const runFileOf = (run, environment, human) => ({
  format: 'nucleus-run',
  version: 1,
  request: requestOf(run.settings),
  environment,
  result: resultOf(run),
  branches: branchesOf(run).map(({ place, sample }) => ({ ...place, result: sampleOf(sample) })),
  ...(human?.result && { human: { written: human.wanted.text, p: human.wanted.p, ...human.result } }),
})

/** JSON with the numbers it lacks as strings, as the API writes it. @param {unknown} value */
export const jsonOf = (value) =>
  JSON.stringify(value, (_, one) => (typeof one === 'number' && !Number.isFinite(one) ? String(one) : one), 2)

/** What a person wrote, among the texts of lanes. */
const HUMAN_LANE = 'human text'

/** Every text of a run: those the lanes wrote, then their branches, counted from 1 in the order they grew, then a person's. @param {Run} run @param {HumanText} [human] */
const textsOf = (run, human) => [
  ...run.lanes.flatMap(({ lane, samples }) =>
    samples.map((sample, index) => ({ lane, index, branch: 0, sample: originalOf(sample) })),
  ),
  ...branchesOf(run).map(({ place, sample }, index) => ({
    lane: run.lanes[place.lane]?.lane ?? '',
    index: place.sample,
    branch: index + 1,
    sample,
  })),
  ...humanSamples(human).map((sample) => ({ lane: HUMAN_LANE, index: 0, branch: 0, sample })),
]

const COLUMNS = /** @type {const} */ ([
  'token',
  'text',
  'logprob',
  'rank',
  'entropy',
  'kept',
  'keptMass',
  'u',
])

/** One row a token; natural logs and nats, as in the JSON. With a human text there is a column for what its nucleus allows. @param {Run} run @param {HumanText} [human] */
export function csvOf(run, human) {
  /** @type {readonly (keyof import('./run.js').StepRecord)[]} */
  const columns = human?.result ? [...COLUMNS, 'allowed'] : COLUMNS
  const rows = textsOf(run, human).flatMap(({ lane, index, branch, sample }) =>
    sample.steps.map((step, at) => [lane, index + 1, branch, at + 1, ...columns.map((name) => step[name])]),
  )
  return [['lane', 'sample', 'branch', 'step', ...columns], ...rows]
    .map((row) => row.map(cell).join(','))
    .join('\r\n')
}

/** One line a text, as the command `metrics` reads it. @param {Run} run @param {HumanText} [human] */
export const jsonLinesOf = (run, human) =>
  textsOf(run, human)
    .map(({ lane, index, branch, sample }) => {
      const { model, prompt, seed, maxTokens } = requestOf(run.settings)
      const { steps: _, ...text } = sampleOf(sample)
      return `${JSON.stringify({ model, prompt, lane, seed, maxTokens, sample: index + 1, branch, ...text })}\n`
    })
    .join('')

/** @param {unknown} value */
function cell(value) {
  const text = value === null || value === undefined ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Quoted for a POSIX shell. @param {string} text */
const quoted = (text) => (/^[\w.:,=+/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** @param {Settings} settings @param {readonly string[]} [branches] in notation */
export function commandOf(settings, branches = []) {
  const { prompt, model, lanes, maxTokens, samples, seed } = requestOf(settings)
  const chains = lanes.map((lane) => `--lane ${quoted(lane)}`).join(' ')
  const grown = branches.map((branch) => ` --branch ${quoted(branch)}`).join('')
  return `npm run --silent cli -- run --prompt ${quoted(prompt)} --model ${quoted(model)} ${chains} --max-tokens ${maxTokens} --samples ${samples} --seed ${seed}${grown}`
}

/** @param {Settings} settings @param {string} origin */
export function curlOf(settings, origin) {
  return `curl -s ${origin}/api/runs -H 'content-type: application/json' -d ${quoted(JSON.stringify(requestOf(settings)))}`
}
