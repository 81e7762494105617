// @ts-check

import { isOff, parseChain } from './chain.js'
import { leadOf } from './lane-views.js'
import { loopOf } from './loops.js'
import { startRun } from './run.js'

/**
 * A text a person wrote as a lane of its own: scored by the model behind the run's prompt, not generated. Pure.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./lane-views.js').State} State
 * @typedef {import('./lane-views.js').Data} Data
 * @typedef {import('../../../src/runs/score/score.ts').ScoreResult} ScoreResult
 * @typedef {{ text: string, p: string, prompt: string, model: string }} Wanted what is to be scored, against which nucleus
 * @typedef {{ wanted: Wanted, result?: ScoreResult, message?: string }} HumanText `result` may still be that of another p
 */

/** No lane counts down to it. */
const HUMAN_KEY = -1
export const HUMAN_MARK = '¶'
const DEFAULT_P = '0.9'

/** The p a text is held against: a person's, or that of the first lane with a nucleus. @param {State['settings']} settings @param {Pick<Data, 'strategies'>} data */
export function nucleusOf({ humanP = '', lanes }, { strategies }) {
  if (humanP.trim() !== '') return humanP.trim()
  for (const { chain } of lanes) {
    const parsed = parseChain(chain, strategies)
    const use =
      typeof parsed === 'string'
        ? undefined
        : parsed.steps.find((step) => step.strategy.id === 'nucleus' && !isOff(step))
    if (use?.values.p) return use.values.p
  }
  return DEFAULT_P
}

/** @param {string} p @returns {string} what is wrong with it; '' where it will do */
export const pFault = (p) =>
  p.trim() !== '' && Number(p) >= 0 && Number(p) <= 1
    ? ''
    : `p is a share of the mass: from 0 to 1, got ${p.trim() || 'nothing'}.`

/** What the page should have scored; nothing where there is no text. @param {Pick<State, 'settings' | 'run'>} state @param {Pick<Data, 'strategies'>} data @returns {Wanted | undefined} */
export function wantedOf({ settings, run }, data) {
  const { human = '' } = settings
  if (human.trim() === '') return undefined
  const { prompt, model } = run?.settings ?? settings
  return { text: human, p: nucleusOf(settings, data), prompt, model }
}

/** @param {Wanted | undefined} one @param {Wanted | undefined} other */
export const isSameWish = (one, other) => JSON.stringify(one) === JSON.stringify(other)

/** The text as it follows its prompt: a space where two words would run together. @param {Wanted} wanted */
export const joined = ({ prompt, text }) =>
  prompt === '' || /\s$/.test(prompt) || /^[\s.,;:!?…’”)\]]/.test(text) ? text : ` ${text}`

/** The body of `POST /api/score`. @param {Wanted} wanted */
export const scoreRequestOf = (wanted) => ({
  prompt: wanted.prompt,
  text: joined(wanted),
  model: wanted.model,
  lane: `nucleus:${wanted.p}`,
  seed: 0,
})

/** The scored tokens as steps of a lane; nothing was drawn. @param {ScoreResult} result @returns {import('./run.js').StepRecord[]} */
const stepsOf = ({ tokens }) =>
  tokens.map(({ token, text, bytes, logprob, rank, entropy, kept, keptCount, keptMass }) => ({
    token,
    text,
    ...(bytes !== undefined && { bytes }),
    logprob,
    rank,
    entropy,
    kept: keptCount,
    keptMass,
    u: null,
    allowed: kept,
  }))

/** The text as a lane's samples: one, or none without a result. @param {HumanText | undefined} human @returns {import('./run.js').Sample[]} */
export const humanSamples = (human) =>
  human?.result
    ? [
        {
          steps: stepsOf(human.result),
          told: 0,
          changedFrom: 0,
          stop: 'length',
          metrics: human.result.metrics,
        },
      ]
    : []

/** @param {State} state @returns {LaneView[]} one, or none where there is no text */
export function humanViews(state) {
  const { human, run, settings, look, now } = state
  if (!human) return []
  const [sample] = humanSamples(human)
  const chain = human.result?.lane ?? `nucleus:${human.wanted.p}`
  const { model } = human.wanted
  return [
    {
      key: HUMAN_KEY,
      letter: HUMAN_MARK,
      className: 'human-lane',
      name: 'Human text',
      chain,
      fault: '',
      editing: undefined,
      isHuman: true,
      isFirst: false,
      isLast: false,
      lead: leadOf(human.wanted.prompt),
      run: run ?? startRun({ ...settings, model }),
      laneRun: { key: HUMAN_KEY, lane: chain, chain, isDeterministic: true, samples: sample ? [sample] : [] },
      model,
      sample,
      sampleIndex: 0,
      isLive: false,
      isStale: false,
      flags: new Map(),
      loop: loopOf((sample?.steps ?? []).map(({ token }) => token)),
      shows: 'one',
      closed: look.closed,
      traced: undefined,
      now,
    },
  ]
}

/** How many tokens the nucleus would have allowed. @param {Pick<LaneView, 'sample'>} view */
export function allowedOf({ sample }) {
  const steps = sample?.steps ?? []
  const allowed = steps.filter((step) => step.allowed).length
  return { allowed, count: steps.length, share: steps.length === 0 ? 0 : allowed / steps.length }
}
