// @ts-check

import { escapeHtml } from '../html.js'
import { nameOf, parseChain, splitLane } from './chain.js'
import { short } from './numbers.js'

/**
 * Lanes with a model of their own, and what compares across models. Pure.
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./settings.js').Offer} Offer
 * @typedef {import('./run.js').Run} Run
 */

/** The model a lane runs on. @param {string} chain @param {Pick<Settings, 'model'>} settings */
const modelOf = (chain, settings) => splitLane(chain).model || settings.model

/** The models of all lanes. @param {Pick<Settings, 'model' | 'lanes'>} settings */
export const modelsOf = (settings) => [
  ...new Set(settings.lanes.map(({ chain }) => modelOf(chain, settings))),
]

/** @param {string} id @param {Offer['models']} models */
export const titleOf = (id, models) => models.find((one) => one.id === id)?.title ?? id

/** A lane's name, with its model where it has one of its own. @param {string} lane @param {Pick<Offer, 'models' | 'strategies'>} offer */
export function laneName(lane, { models, strategies }) {
  const { model } = splitLane(lane)
  return nameOf(lane, strategies) + (model === '' ? '' : `, ${titleOf(model, models)}`)
}

/** Models whose vocabulary may be that of a lane's. @param {string} chain @param {Pick<Settings, 'model'>} settings @param {Offer['models']} models */
export function amateursFor(chain, settings, models) {
  const own = models.find(({ id }) => id === modelOf(chain, settings))
  return models.filter(({ vocabularySize }) => vocabularySize === own?.vocabularySize)
}

/** What is wrong with the models a lane names, one sentence; empty where nothing is. @param {string} lane @param {Pick<Offer, 'models' | 'strategies'>} offer */
export function modelFault(lane, { models, strategies }) {
  const chain = parseChain(lane, strategies)
  if (typeof chain === 'string') return ''
  const amateurs = chain.steps.flatMap(({ strategy, values }) =>
    strategy.parameters.filter(({ type }) => type === 'model').map(({ name }) => values[name] ?? ''),
  )
  const named = [chain.model, ...amateurs.filter((id) => id !== 'same')].filter((id) => id !== '')
  // A model's other exports, as in gpt2@fp32, are listed once something is known of them.
  const missing = named.find((id) => !models.some((one) => one.id === id || one.id === id.split('@')[0]))
  return missing === undefined
    ? ''
    : `There is no model “${missing}” on this server; choose another for this lane.`
}

/** A lane's own model as the last chip of its chain. @param {{ key: number, letter: string, chain: string }} view @param {Pick<Offer, 'models'>} offer */
export function modelChipHtml({ key, letter, chain }, { models }) {
  const { model } = splitLane(chain)
  if (model === '') return ''
  const title = escapeHtml(titleOf(model, models))
  return `<button type="button" class="chip model" data-do="lane-model" data-focus="model-${key}" aria-haspopup="dialog" aria-label="Lane ${letter} runs on ${title}">@ <b>${title}</b></button>`
}

/** Bits a model needs for a byte of the texts it wrote: unlike figures per token, it compares across models. @param {import('./run.js').LaneRun} lane */
export function bitsPerByteOf({ samples }) {
  const steps = samples.flatMap((sample) => sample.steps)
  const bytes = new TextEncoder().encode(steps.map(({ text }) => text).join('')).length
  return bytes === 0 ? undefined : steps.reduce((sum, { logprob }) => sum - logprob, 0) / Math.LN2 / bytes
}

/** Beside a lane's metrics where the run has several models. @param {{ run?: Run | undefined, laneRun?: import('./run.js').LaneRun | undefined }} view */
export function acrossModelsHtml({ run, laneRun }) {
  if (!run || !laneRun || modelsOf(run.settings).length < 2) return ''
  const value = bitsPerByteOf(laneRun)
  const row =
    value === undefined
      ? ''
      : `<dl class="metrics"><div class="m wide"><dt title="What the model needs for a byte of the text it wrote">bits per byte</dt><dd class="v">${short(value)}</dd></div></dl>`
  return `${row}<p class="small quiet">Models cut text into different tokens: across them bits per byte compare, figures per token do not, and ≠ marks stand between lanes of one model only.</p>`
}
