// @ts-check

import { parseBranch } from './branch-notation.js'
import { faultOf } from './chain.js'
import { modelFault } from './lane-model.js'

/**
 * What a person asked for, as typed, and the link that holds it. Pure: the server reads links and forms with it too.
 * @typedef {import('./chain.js').Strategy} Strategy
 * @typedef {{ key: number, chain: string }} Lane `key` counts lanes as they are made: it gives letter and colour and never changes
 * @typedef {{ prompt: string, model: string, lanes: Lane[], maxTokens: string, samples: string, seed: string, human?: string, humanP?: string }} Settings `human`: a person’s continuation, held against the nucleus of `humanP`, or of a lane where that is empty
 * @typedef {{ id: string, title: string, vocabularySize: number, state: string, isIndependent: boolean, human?: import('../../../src/web/pages/human-baseline.ts').HumanBaseline }} Model `human`: what human text looks like to it, where that was measured
 * @typedef {{ prompt: number, lanes: number, samples: number, maxTokens: number, seed: number }} Limits
 * @typedef {{ strategies: readonly Strategy[], models: readonly Model[], limits: Limits, defaults: Omit<Settings, 'lanes' | 'seed'> & { lanes: readonly string[] } }} Offer
 */

/** A link holds a human text of at most so many characters. */
export const LINK_LENGTH = 1500

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** @param {number} key */
export const letterOf = (key) =>
  (LETTERS[key % 26] ?? 'A') + (key >= 26 ? String(Math.floor(key / 26) + 1) : '')

/** Colour and dashes of a lane; after six they come again with a second pattern. @param {number} key */
export const laneClass = (key) => `${'abcdef'[key % 6]}${Math.floor(key / 6) % 2 === 1 ? ' again' : ''}`

/** The numbers a person types, with their bounds. @param {Limits} limits */
const numberFields = (limits) =>
  /** @type {const} */ ([
    ['maxTokens', 'Max new tokens', 1, limits.maxTokens],
    ['samples', 'Samples per lane', 1, limits.samples],
    ['seed', 'Seed', 0, limits.seed],
  ])

/**
 * Settings as a form or a link states them, right or wrong.
 * @param {URLSearchParams} params @param {Offer} offer @returns {Settings}
 */
export function settingsFrom(params, { defaults }) {
  const chains = params.getAll('lane').filter((lane) => lane.trim() !== '')
  return {
    prompt: (params.get('prompt') ?? defaults.prompt).replaceAll('\r\n', '\n'),
    model: params.get('model') ?? defaults.model,
    lanes: (chains.length > 0 ? chains : defaults.lanes).map((chain, key) => ({ key, chain })),
    maxTokens: params.get('maxTokens') ?? defaults.maxTokens,
    samples: params.get('samples') ?? defaults.samples,
    seed: params.get('seed') ?? '',
    human: (params.get('human') ?? '').replaceAll('\r\n', '\n'),
    humanP: params.get('humanP') ?? '',
  }
}

/**
 * Opens a link: what cannot be opened is named and replaced by its default.
 * @param {URLSearchParams} params @param {Offer} offer
 * @returns {{ settings: Settings, problems: string[] }}
 */
export function openLink(params, offer) {
  const { models, limits, defaults } = offer
  const settings = settingsFrom(params, offer)
  /** @type {string[]} */
  const problems = []
  if (!models.some(({ id }) => id === settings.model)) {
    problems.push(`the model “${settings.model}”, which is not on this server`)
    settings.model = defaults.model
  }
  const faults = faultsOf(settings, offer)
  settings.lanes = settings.lanes.filter(({ key, chain }) => {
    const fault = faults[`lane-${key}`]
    if (fault) problems.push(`the lane “${chain}” (${fault.replace(/\.$/, '')})`)
    return !fault
  })
  if (settings.lanes.length > limits.lanes) {
    problems.push(`the lanes after the first ${limits.lanes}`)
    settings.lanes.length = limits.lanes
  }
  if (settings.lanes.length === 0) settings.lanes = defaults.lanes.map((chain, key) => ({ key, chain }))
  for (const [name, title] of numberFields(limits)) {
    if (!faults[name]) continue
    problems.push(`${title.toLowerCase()} “${settings[name]}”`)
    settings[name] = name === 'seed' ? '' : defaults[name]
  }
  for (const branch of params.getAll('branch')) {
    if (!parseBranch(branch)) problems.push(`the branch “${branch}”`)
    else if (problems.length > 0) problems.push('its branches')
    if (problems.length > 0) break
  }
  return { settings, problems }
}

/** @param {string} title @param {string} text @param {number} low @param {number} high */
function numberFault(title, text, low, high) {
  const value = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN
  if (value >= low && value <= high) return ''
  return `${title} is a whole number from ${low} to ${high.toLocaleString('en-US')}, got ${text.trim() === '' ? 'nothing' : text}.`
}

/**
 * What is wrong, by field (`lane-KEY` for a lane); empty where the run can be sent.
 * @param {Settings} settings @param {Offer} offer @returns {Record<string, string>}
 */
export function faultsOf(settings, offer) {
  const { strategies, limits } = offer
  /** @type {Record<string, string>} */
  const faults = {}
  if (settings.prompt.length > limits.prompt) {
    faults.prompt = `A prompt may be ${limits.prompt} characters long, got ${settings.prompt.length}.`
  }
  for (const [name, title, low, high] of numberFields(limits)) {
    const isDrawn = name === 'seed' && settings.seed.trim() === ''
    const fault = isDrawn ? '' : numberFault(title, settings[name], low, high)
    if (fault) faults[name] = fault
  }
  for (const { key, chain } of settings.lanes) {
    const fault = faultOf(chain, strategies) || modelFault(chain, offer)
    if (fault) faults[`lane-${key}`] = fault
  }
  if (settings.lanes.length === 0) faults.lanes = 'A run needs at least one lane; add one.'
  return faults
}

/** The body of `POST /api/runs`. Settings are faultless here. @param {Settings} settings */
export const requestOf = ({ prompt, model, lanes, maxTokens, samples, seed }) => ({
  prompt,
  model,
  lanes: lanes.map(({ chain }) => chain),
  maxTokens: Number(maxTokens),
  samples: Number(samples),
  seed: Number(seed),
})

/** The whole run as a link's parameters. @param {Settings} settings */
export function paramsOf({ prompt, model, lanes, maxTokens, samples, seed, human = '', humanP = '' }) {
  const params = new URLSearchParams({ prompt, model })
  for (const { chain } of lanes) params.append('lane', chain)
  for (const [name, value] of Object.entries({ maxTokens, samples, seed })) params.append(name, value.trim())
  if (human !== '' && human.length <= LINK_LENGTH) {
    params.append('human', human)
    if (humanP !== '') params.append('humanP', humanP)
  }
  return params
}
