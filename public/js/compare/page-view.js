// @ts-check

import { escapeHtml, icon, noticeHtml } from '../html.js'
import { CHOICES } from './chart-view.js'
import { HEATS, legendHtml } from './heat.js'
import { modelsOf, titleOf } from './lane-model.js'
import { laneHtml } from './lane-view.js'
import { count, plural, seconds, short } from './numbers.js'
import { isRunning, tokenCount } from './run.js'
import { SHOWS } from './sample-set-view.js'
import { faultsOf, letterOf, requestOf } from './settings.js'

/**
 * The Compare page outside its lanes. Pure: the server renders the same.
 * @typedef {import('./lane-views.js').State} State
 * @typedef {import('./lane-views.js').Data} Data
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./run.js').Run} Run
 */

/** How it is going, in one line. @param {State} state */
export function runlineHtml({ run, now }) {
  if (!run) return ''
  const tokens = tokenCount(run)
  const samples = run.lanes.reduce((sum, lane) => sum + lane.samples.length, 0)
  if (run.phase === 'waiting')
    return run.loading ? 'Loading the model' : run.ahead === undefined ? 'Starting' : 'Waiting in line'
  if (run.phase === 'streaming') {
    const speed = now > run.startedAt ? (1000 * tokens) / (now - run.startedAt) : 0
    return `<b>${count(tokens)}</b> of ${plural(samples * run.maxTokens, 'token')}${speed > 0 ? `, <b>${short(speed)}</b> tokens/s` : ''}`
  }
  if (run.file !== undefined)
    return `Opened: <b>${count(samples)}</b> continuation${samples === 1 ? '' : 's'}, <b>${plural(tokens, 'token')}</b>`
  if (run.phase === 'done') {
    return `Done: <b>${count(samples)}</b> continuation${samples === 1 ? '' : 's'}, <b>${count(tokens)}</b> tokens in <b>${seconds(run.milliseconds ?? 0)}</b>`
  }
  return tokens > 0
    ? `Stopped: <b>${plural(tokens, 'token')}</b> kept`
    : run.phase === 'stopped'
      ? 'Stopped'
      : ''
}

/** @param {readonly LaneView[]} lanes @param {Data} data */
export const lanesHtml = (lanes, data) => lanes.map((lane) => laneHtml(lane, data)).join('')

/** @param {readonly LaneView[]} lanes */
export function laneStripHtml(lanes) {
  const links = lanes.map(
    ({ letter, className, name }) =>
      `<a href="#lane-${letter}"><span class="mark s ${className}">${letter}</span>${escapeHtml(name)}</a>`,
  )
  return `${links.join('')}<a href="#score">Chart</a>`
}

/** The model's state in the top bar, once a run knows it. @param {State} state @param {Data} data */
export function statusHtml({ run, settings }, { models }) {
  const named = (/** @type {string} */ id) => escapeHtml(titleOf(id, models))
  if (run?.phase === 'waiting' && run.loading) {
    return `<i class="led busy"></i><span>Loading ${named(run.loading.model)}</span>`
  }
  const isReady = models.some(({ id, state }) => id === settings.model && state === 'loaded')
  return isReady
    ? `<i class="led"></i><span>${named(settings.model)} ready</span>`
    : `<i class="led idle"></i><span>${named(settings.model)}</span>`
}

/** The sentence beside a field. @param {string | undefined} fault */
export const faultHtml = (fault) =>
  fault ? `<p class="fault" role="alert">${icon('warn')}<span>${escapeHtml(fault)}</span></p>` : ''

/** @param {State['settings']} settings @param {Data} data */
export function modelNote(settings, { models }) {
  const shaky = models.filter(({ isIndependent }) => isIndependent === false).map(({ id }) => id)
  const id = modelsOf(settings).find((one) => shaky.includes(one))
  if (id === undefined) return ''
  const which = id === settings.model ? 'this export' : `the export of ${titleOf(id, models)}`
  return `In ${which} a lane’s words can depend on its neighbours.`
}

/** Where what is shown is no longer what is set. @param {State} state @param {Data} data */
export function staleHtml({ run, settings }, data) {
  if (!run || isRunning(run) || run.lanes.length === 0) return ''
  if (Object.keys(faultsOf(settings, data)).length > 0) return ''
  const changes = changesOf(run.settings, settings)
  if (changes.length === 0) return ''
  return noticeHtml({
    kind: '',
    icon: 'fork',
    title: 'Settings changed since this run',
    text: `The text below is from ${changes.join(', ')}.`,
    action: { do: 'generate', label: 'Run again' },
  })
}

/** What the run had that is set otherwise now. @param {Run['settings']} ran @param {Run['settings']} now */
function changesOf(ran, now) {
  const [before, after] = [requestOf(ran), requestOf({ ...now, seed: now.seed.trim() || ran.seed })]
  const changes = []
  if (before.prompt !== after.prompt) changes.push('another prompt')
  if (before.model !== after.model) changes.push(before.model)
  if (before.maxTokens !== after.maxTokens) changes.push(`${before.maxTokens} tokens at most`)
  if (before.samples !== after.samples) changes.push(plural(before.samples, 'sample'))
  if (before.seed !== after.seed) changes.push(`seed ${before.seed}`)
  const lanes = ran.lanes.filter(({ key, chain }) =>
    now.lanes.some((lane) => lane.key === key && lane.chain !== chain),
  )
  changes.push(...lanes.map(({ key, chain }) => `${chain} in lane ${letterOf(key)}`))
  const isNew = now.lanes.some(({ key }) => !ran.lanes.some((lane) => lane.key === key))
  return changes.length === 0 && isNew ? ['fewer lanes'] : changes
}

/** @param {readonly string[]} problems */
export function problemsHtml(problems) {
  if (problems.length === 0) return ''
  const text = `It asks for ${problems.join('; ')}. The rest is filled in; Generate runs it.`
  return noticeHtml({ kind: 'err', icon: 'warn', title: 'This link cannot be opened as it is', text })
}

/** @param {Run | undefined} run @param {Data} data */
export function failureHtml(run, data) {
  if (run?.phase !== 'failed' || !run.error) return ''
  const { code, message } = run.error
  const kept = tokenCount(run) > 0 ? ' What arrived is kept.' : ''
  if (code === 'model-unreachable') {
    const isDefault = modelsOf(run.settings).every((id) => id === data.defaults.model)
    const text = `${message} Built-in and downloaded models work as before.`
    return noticeHtml({
      kind: 'warn',
      icon: 'off',
      title: 'The model cannot be fetched',
      text,
      action: isDefault
        ? { do: 'generate', label: 'Try again', icon: 'redo' }
        : { do: 'use-default', label: 'Use the built-in model' },
    })
  }
  return noticeHtml({
    kind: 'err',
    icon: 'warn',
    title: 'The run failed',
    text: message + kept,
    action: { do: 'generate', label: 'Try again', icon: 'redo' },
  })
}

/** @param {string} name @param {Readonly<Record<string, { title: string }>>} choices @param {string} chosen */
const choicesHtml = (name, choices, chosen) =>
  Object.entries(choices)
    .map(
      ([value, { title }]) =>
        `<label><input type="radio" name="${name}" value="${value}"${value === chosen ? ' checked' : ''}><span>${title}</span></label>`,
    )
    .join('')

/** @param {string} chosen */
export const heatChoicesHtml = (chosen) => choicesHtml('heat', { off: { title: 'Off' }, ...HEATS }, chosen)
/** @param {string} chosen */
export const showsChoicesHtml = (chosen) => choicesHtml('shows', SHOWS, chosen)
/** @param {string} chosen */
export const seriesChoicesHtml = (chosen) => choicesHtml('series', CHOICES, chosen)
export { legendHtml }

/** A model in the list, with its state. @param {Data['models'][number]} model */
export function modelLabel({ title, state }) {
  /** @type {Record<string, string>} */
  const words = {
    'built-in': 'built in',
    loaded: 'loaded',
    downloaded: 'downloaded',
    available: 'fetched when used',
    loading: 'loading',
    queued: 'queued for download',
    downloading: 'downloading',
    unreachable: 'unreachable',
    failed: 'failed',
  }
  return `${title}, ${words[state] ?? state}`
}
