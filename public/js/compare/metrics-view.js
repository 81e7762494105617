// @ts-check

import { escapeHtml, icon, percent } from '../html.js'
import { acrossModelsHtml } from './lane-model.js'
import { bits, count, plural, short } from './numbers.js'
import { speedOf } from './run.js'

/**
 * A lane's measurements: label, value, scale. Ranges are the same in every lane.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./lane-views.js').MetricInfo} MetricInfo
 * @typedef {import('./lane-views.js').Data} Data
 */

/** Shown at once; the rest is behind "All metrics". */
const FIRST = ['perplexity', 'seq-rep-4', 'distinct-2', 'entropy-mean-nats', 'kept-mean']

/** @param {LaneView} view @param {Data} data */
export function metricsHtml(view, data) {
  const { run, laneRun, sample, isLive } = view
  if (!run || !laneRun || !sample) return ''
  if (isLive) return progressHtml(view)
  const measured = laneRun.samples.map(({ metrics }) => metrics).filter((metrics) => metrics !== undefined)
  const model = data.models.find(({ id }) => id === (laneRun.model ?? run.settings.model))
  /** @param {MetricInfo} info */
  const row = (info) =>
    metricHtml(
      info,
      measured.flatMap((metrics) => metrics[info.id] ?? []),
      model,
    )
  const first = FIRST.flatMap((id) => data.metrics.find((one) => one.id === id) ?? [])
  const others = data.metrics.filter(({ id }) => !FIRST.includes(id))
  const speed = speedOf(run, laneRun, view.now)
  return (
    `<dl class="metrics">${first.map(row).join('')}${speed > 0 ? wideHtml('speed', `${short(speed)} <small class="quiet">tokens/s</small>`) : ''}${view.isHuman ? '' : wideHtml('stopped', escapeHtml(stopWords(sample)))}</dl>` +
    (measured.length > 0
      ? `<details class="all-metrics" data-focus="all-${view.key}"><summary>All metrics</summary><dl class="metrics">${others.map(row).join('')}</dl></details>`
      : '') +
    acrossModelsHtml(view) +
    continueHtml(view)
  )
}

/** @param {MetricInfo} info @param {readonly number[]} values one a sample @param {Data['models'][number] | undefined} model */
function metricHtml(info, values, model) {
  if (values.length === 0) return ''
  const isNats = info.unit === 'nats'
  const shown = isNats ? values.map(bits) : values
  const mean = shown.reduce((sum, one) => sum + one, 0) / shown.length
  const unit = isNats ? 'bits' : ''
  const { vocabularySize = 1, human } = model ?? {}
  const norm = human?.measures[info.id]
  const mark = norm !== undefined && isNats ? bits(norm) : norm
  const words = mark === undefined ? '' : `human text ${short(mark)}`
  const title = info.title.replace(/\s*\(.*\)$/, '')
  const name = `${title.charAt(0).toLowerCase()}${title.slice(1)}`
  return (
    `<div class="m"><dt title="${escapeHtml(info.summary)}">${escapeHtml(name)}</dt>` +
    `<dd class="v">${short(mean)}${unit && ` <small class="quiet">${unit}</small>`}${words && `<span class="sr">, ${words}</span>`}</dd>` +
    `<dd class="scale" aria-hidden="true"${words && ` title="${escapeHtml(`${words}: ${human?.source}`)}"`}>${scaleSvg(info.scale, shown, mean, isNats ? bits(Math.log(vocabularySize)) : vocabularySize, mark)}</dd></div>`
  )
}

/**
 * What has no bound of its own is bounded by the vocabulary: its size on a log scale, its entropy on a linear one.
 * @param {MetricInfo['scale']} scale @param {readonly number[]} values @param {number} mean @param {number} bound @param {number} [mark] of human text
 */
function scaleSvg({ kind, min = 0, max }, values, mean, bound, mark) {
  const high = max ?? bound
  /** @param {number} value */
  const at = (value) => {
    const share =
      kind === 'log'
        ? Math.log(value / (min || 1)) / Math.log(high / (min || 1))
        : (value - min) / (high - min)
    return percent(Math.max(0, Math.min(1, share)))
  }
  const spread =
    values.length > 1
      ? `<line class="spread" x1="${at(Math.min(...values))}" x2="${at(Math.max(...values))}" y1="8" y2="8"/>`
      : ''
  const human =
    mark === undefined ? '' : `<line class="human" x1="${at(mark)}" x2="${at(mark)}" y1="1" y2="15"/>`
  return `<svg><line class="track" x1="0" x2="100%" y1="8" y2="8"/>${human}${spread}<circle class="me" cx="${at(mean)}" cy="8" r="4"/></svg>`
}

/** @param {string} name @param {string} html */
const wideHtml = (name, html) => `<div class="m wide"><dt>${name}</dt><dd class="v">${html}</dd></div>`

/** @param {import('./run.js').Sample} sample */
function stopWords({ stop, steps }) {
  const length = plural(steps.length, 'token')
  if (stop === 'end-of-text') return `end of text, ${length}`
  if (stop === 'length') return `length, ${length}`
  if (stop === 'context') return `context full, ${length}`
  return stop === 'error' ? `error, ${length}` : `by you, ${length}`
}

/** @param {LaneView} view */
function progressHtml({ run, laneRun, sample, now, letter }) {
  if (!run || !laneRun || !sample) return ''
  const share = percent(sample.told / run.maxTokens)
  const speed = speedOf(run, laneRun, now)
  return (
    `<div class="progress lane-progress" role="progressbar" aria-label="Tokens of lane ${letter}" aria-valuenow="${sample.told}" aria-valuemin="0" aria-valuemax="${run.maxTokens}"><svg><rect width="${share}" height="100%"/></svg></div>` +
    `<p class="small quiet">${count(sample.told)} of ${plural(run.maxTokens, 'token')}${speed > 0 ? `, ${short(speed)} tokens/s` : ''}</p>`
  )
}

/** @param {LaneView} view */
function continueHtml({ run, sample }) {
  if (!run || sample?.stop !== 'stopped' || run.phase === 'lost') return ''
  return `<p class="go-on needs-js"><button type="button" class="btn small" data-do="continue">${icon('play')}Continue to ${count(run.maxTokens)}</button><span class="small quiet">Same seed, same words as an unbroken run.</span></p>`
}
