// @ts-check

import { isGrowing } from './branch.js'
import { partings } from './divergence.js'
import { laneName } from './lane-model.js'
import { loopOf } from './loops.js'
import { isRunning, laneRunOf, shownSample } from './run.js'
import { laneClass, letterOf } from './settings.js'

/**
 * What each lane shows, worked out from the state: drawing is a function of this and of nothing else.
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./heat.js').HeatName} HeatName
 * @typedef {Pick<import('../../../src/metrics/definition.ts').MetricDescription, 'id' | 'title' | 'summary' | 'unit' | 'scale'>} MetricInfo
 * @typedef {import('./settings.js').Offer & { metrics: readonly MetricInfo[], setMetrics: readonly MetricInfo[], examples: readonly { prompt: string, note: string }[] }} Data
 * @typedef {{ heat: HeatName, sample: number, series: import('./chart-view.js').Charts, shows: import('./sample-set-view.js').Shows, closed: ReadonlySet<string> }} Look `closed`: branches of sample trees, by lane
 * @typedef {object} State
 * @property {Settings} settings
 * @property {Run} [run]
 * @property {Look} look
 * @property {Record<string, string>} faults
 * @property {import('./human.js').HumanText} [human] a person’s text as the model sees it
 * @property {{ run: Run, lanes: ReadonlyMap<number, Traced> }} [traced] a finished run's samples again, with candidates, by lane
 * @property {{ key: number, index: number }} [editing] the step whose editor is open
 * @property {Parameters<typeof import('../html.js').noticeHtml>[0]} [notice] told until the next run
 * @property {number} now
 */

/**
 * @typedef {readonly import('./prefix-tree.js').TracedText[] | string} Traced or why there is none
 * @typedef {object} LaneView
 * @property {number} key
 * @property {string} letter
 * @property {string} className
 * @property {string} name
 * @property {string} chain
 * @property {string} fault
 * @property {number | undefined} editing
 * @property {boolean} isHuman whether a person wrote the text: it is scored, not generated
 * @property {boolean} isFirst
 * @property {boolean} isLast
 * @property {string} lead
 * @property {Run | undefined} run
 * @property {import('./run.js').LaneRun | undefined} laneRun
 * @property {string} [model] id of the model whose tokens its text is made of
 * @property {import('./run.js').Sample | undefined} sample
 * @property {number} sampleIndex
 * @property {boolean} isLive whether more may come
 * @property {boolean} isStale whether the chain changed since the run
 * @property {ReadonlyMap<number, readonly string[]>} flags letters of the lanes that part here, by step
 * @property {import('./loops.js').Loop | undefined} loop
 * @property {import('./sample-set-view.js').Shows} shows one text, or all samples as a list or a tree
 * @property {ReadonlySet<string>} closed
 * @property {Traced | undefined} traced
 * @property {number} now
 */

/** @param {State} state @param {Data} data @returns {LaneView[]} */
export function laneViews({ settings, run, look, faults, editing, traced, now }, { strategies, models }) {
  const shown = settings.lanes.map(({ key }) => {
    const laneRun = laneRunOf(run, key)
    return { laneRun, sample: shownSample(laneRun, look.sample) }
  })
  const flags = partings(
    shown.map(({ sample }, index) => ({
      letter: letterOf(settings.lanes[index]?.key ?? 0),
      steps: sample?.steps ?? [],
      model: modelRead(shown[index]?.laneRun, run),
    })),
  )
  return settings.lanes.map(({ key, chain }, index) => {
    const { laneRun, sample } = shown[index] ?? {}
    const isLive = run !== undefined && (isGrowing(sample) || (isRunning(run) && sample?.stop === undefined))
    return {
      key,
      letter: letterOf(key),
      className: laneClass(key),
      name: laneName(chain, { strategies, models }),
      chain,
      fault: faults[`lane-${key}`] ?? '',
      editing: editing?.key === key ? editing.index : undefined,
      isHuman: false,
      isFirst: index === 0,
      isLast: index === settings.lanes.length - 1,
      lead: leadOf(run?.settings.prompt ?? settings.prompt),
      run,
      laneRun,
      model: modelRead(laneRun, run),
      sample,
      sampleIndex: laneRun ? Math.min(look.sample, laneRun.samples.length - 1) : 0,
      isLive,
      isStale: laneRun !== undefined && laneRun.lane !== chain,
      flags: flags[index] ?? new Map(),
      loop: isLive || !sample ? undefined : loopOf(textTokens(sample)),
      shows: (laneRun?.samples.length ?? 1) > 1 ? look.shows : 'one',
      closed: look.closed,
      traced: traced?.run === run ? traced?.lanes.get(key) : undefined,
      now,
    }
  })
}

/** The model whose tokens a lane's text is made of. @param {import('./run.js').LaneRun | undefined} laneRun @param {Run | undefined} run */
const modelRead = (laneRun, run) => laneRun?.model ?? run?.settings.model ?? ''

/** The end-of-text token is no text. @param {import('./run.js').Sample} sample */
function textTokens({ steps, stop }) {
  const tokens = steps.map(({ token }) => token)
  return stop === 'end-of-text' ? tokens.slice(0, -1) : tokens
}

const LEAD_WORDS = 5

/** The last words of a prompt. @param {string} prompt */
export function leadOf(prompt) {
  const words = prompt.trim().split(/\s+/)
  const last = words.slice(-LEAD_WORDS).join(' ')
  return words.length > LEAD_WORDS ? `… ${last}` : last
}
