// @ts-check

import { requestOf } from './settings.js'

/**
 * A run as files and commands. Pure.
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./settings.js').Settings} Settings
 */

/** The API's reply, as far as the run came. @param {Run} run @returns {import('../../../src/runs/events.ts').RunResult} */
export function resultOf({ settings, lanes, promptTokens }) {
  return {
    model: settings.model,
    prompt: settings.prompt,
    promptTokens,
    seed: Number(settings.seed),
    lanes: lanes.map(({ lane, samples, metrics = {} }) => ({
      lane,
      samples: samples.map(({ steps, stop = 'stopped', message, metrics: own = {} }) => ({
        tokens: steps.map(({ token }) => token),
        text: steps.map(({ text }) => text).join(''),
        stop,
        ...(message !== undefined && { message }),
        steps,
        metrics: own,
      })),
      metrics,
    })),
  }
}

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

/** One row a token; natural logs and nats, as in the JSON. @param {Run} run */
export function csvOf({ lanes }) {
  const rows = lanes.flatMap(({ lane, samples }) =>
    samples.flatMap(({ steps }, sample) =>
      steps.map((step, index) => [lane, sample + 1, index + 1, ...COLUMNS.map((name) => step[name])]),
    ),
  )
  return [['lane', 'sample', 'step', ...COLUMNS], ...rows].map((row) => row.map(cell).join(',')).join('\r\n')
}

/** @param {unknown} value */
function cell(value) {
  const text = value === null || value === undefined ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Quoted for a POSIX shell. @param {string} text */
const quoted = (text) => (/^[\w.:,=+/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** @param {Settings} settings */
export function commandOf(settings) {
  const { prompt, model, lanes, maxTokens, samples, seed } = requestOf(settings)
  const chains = lanes.map((lane) => `--lane ${quoted(lane)}`).join(' ')
  return `npm run --silent cli -- run --prompt ${quoted(prompt)} --model ${quoted(model)} ${chains} --max-tokens ${maxTokens} --samples ${samples} --seed ${seed}`
}

/** @param {Settings} settings @param {string} origin */
export function curlOf(settings, origin) {
  return `curl -s ${origin}/api/runs -H 'content-type: application/json' -d ${quoted(JSON.stringify(requestOf(settings)))}`
}
