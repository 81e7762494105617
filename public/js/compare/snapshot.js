// @ts-check

import { branchesOf, originalOf } from './branch.js'
import { formatBranch } from './branch-notation.js'
import { letterOf } from './settings.js'

/**
 * The page as it can be brought back: what is set, the run that is shown, and its branches. Pure but for `bringBack`.
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./run.js').Run} Run
 * @typedef {{ settings: Settings, run: Run | undefined, tops: readonly { key: number, index: number, sample: import('./run.js').Sample }[], branches: string }} Snapshot
 */

/** @param {Settings} settings @param {Run | undefined} run @returns {Snapshot} */
export const snapshotOf = (settings, run) => ({
  settings: { ...settings, lanes: settings.lanes.map((lane) => ({ ...lane })) },
  run,
  tops: (run?.lanes ?? []).flatMap(({ key, samples }) =>
    samples.flatMap((sample, index) => (sample.branch ? { key, index, sample } : [])),
  ),
  branches: branchesOf(run)
    .map(({ place, key }) => `${key} ${formatBranch(place)}`)
    .join('\n'),
})

/** The texts of a run as they stood. @param {Snapshot} snapshot @param {Run} run @returns {{ lane: import('./run.js').LaneRun, index: number, sample: import('./run.js').Sample }[]} those to put back */
export const textsOf = ({ tops }, run) =>
  run.lanes.flatMap((lane) =>
    lane.samples.flatMap((sample, index) => {
      const then =
        tops.find((top) => top.key === lane.key && top.index === index)?.sample ?? originalOf(sample)
      return then === sample ? [] : { lane, index, sample: then }
    }),
  )

const FIELDS = /** @type {const} */ ({
  prompt: 'prompt',
  model: 'model',
  maxTokens: 'max new tokens',
  samples: 'samples per lane',
  seed: 'seed',
  human: 'human text',
  humanP: 'p of the human text',
})

/** What a person changed, in a few words; empty where nothing changed. @param {Snapshot} before @param {Snapshot} after */
export function changeWords(before, after) {
  const words = [
    ...fieldWords(before.settings, after.settings),
    ...laneWords(before.settings.lanes, after.settings.lanes),
  ]
  if (before.branches !== after.branches) words.push(branchWords(before, after))
  return words.length > 2 ? 'settings' : words.join(' and ')
}

/** @param {Settings} before @param {Settings} after */
const fieldWords = (before, after) =>
  Object.entries(FIELDS).flatMap(([name, words]) =>
    before[/** @type {keyof typeof FIELDS} */ (name)] === after[/** @type {keyof typeof FIELDS} */ (name)]
      ? []
      : words,
  )

/** @param {Settings['lanes']} before @param {Settings['lanes']} after */
function laneWords(before, after) {
  const [old, now] = [before, after].map((lanes) => new Map(lanes.map(({ key, chain }) => [key, chain])))
  const added = after.filter(({ key }) => !old?.has(key))
  const removed = before.filter(({ key }) => !now?.has(key))
  const edited = after.filter(({ key, chain }) => old?.has(key) && old.get(key) !== chain)
  const words = [
    ...added.map(({ key }) => `new lane ${letterOf(key)}`),
    ...removed.map(({ key }) => `removal of lane ${letterOf(key)}`),
    ...edited.map(({ key }) => `chain of lane ${letterOf(key)}`),
  ]
  const isMoved = words.length === 0 && before.some(({ key }, index) => after[index]?.key !== key)
  return isMoved ? ['order of lanes'] : words
}

/** @param {Snapshot} before @param {Snapshot} after */
function branchWords(before, after) {
  if (before.run !== after.run && after.branches === '') return 'another run'
  const [old, now] = [before, after].map(({ branches }) => branches.split('\n').filter(Boolean))
  const grown = now?.filter((one) => !old?.includes(one)) ?? []
  const gone = old?.filter((one) => !now?.includes(one)) ?? []
  const key = Number.parseInt(grown[0] ?? gone[0] ?? '', 10)
  return `${grown.length > 0 ? 'branch' : 'restored text'} in lane ${letterOf(key)}`
}
