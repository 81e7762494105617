import { formatBranch } from '../../../runs/run/branch-notation.ts'
import { letterOf } from '../../ui/lane.ts'
import { branchesOf, originalOf } from '../branch/branch.ts'
import { isRead, usesOf, writeLane } from '../chain/lane-chain.ts'
import type { LaneRun, Run, Sample } from '../run/run.ts'
import type { Settings } from '../settings/settings.ts'

/** The page as it can be brought back: what is set, the run that is shown, and its branches. */
export interface Snapshot {
  readonly settings: Settings
  readonly run: Run | undefined
  /** Branched samples, by lane and place. */
  readonly tops: readonly { readonly key: number; readonly index: number; readonly sample: Sample }[]
  /** In notation, behind the key of their lane. */
  readonly branches: readonly string[]
}

export const snapshotOf = (settings: Settings, run: Run | undefined): Snapshot => ({
  settings,
  run,
  tops: (run?.lanes ?? []).flatMap(({ key, samples }) =>
    samples.flatMap((sample, index) => (sample.growth ? [{ key, index, sample }] : [])),
  ),
  branches: branchesOf(run).map(({ place, key }) => `${key} ${formatBranch(place)}`),
})

/** The texts of a run that are to be put back. */
export const textsOf = (
  { tops }: Snapshot,
  run: Run,
): { readonly lane: LaneRun; readonly index: number; readonly sample: Sample }[] =>
  run.lanes.flatMap((lane) =>
    lane.samples.flatMap((sample, index) => {
      const top = tops.find((one) => one.key === lane.key && one.index === index)
      const then = top?.sample ?? originalOf(sample)
      return then === sample ? [] : { lane, index, sample: then }
    }),
  )

const FIELDS = {
  prompt: 'prompt',
  model: 'model',
  maxTokens: 'max new tokens',
  samples: 'samples per lane',
  seed: 'seed',
  coupling: 'coupling',
  stop: 'stop texts',
  chat: 'chat template',
  heal: 'token healing',
  human: 'human text',
  humanP: 'p of the human text',
} as const

export const sameBranches = (one: Snapshot, other: Snapshot): boolean =>
  one.branches.join('\n') === other.branches.join('\n')

/** Lanes and what their chains are made of, without values. */
const structureOf = ({ settings }: Snapshot): string =>
  settings.lanes
    .map(({ key, chain }) => {
      const steps = isRead(chain) ? usesOf(chain).map(({ strategy }) => strategy.id) : []
      return [key, ...steps].join(' ')
    })
    .join('\n')

/** Whether a text took the place of another one: typing and deleting leave what is around them. */
function isReplaced(before: string, after: string): boolean {
  const shorter = Math.min(before.length, after.length)
  let [start, end] = [0, 0]
  while (start < shorter && before[start] === after[start]) start++
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++
  return start + end < shorter / 2
}

/**
 * Whether it is a change of its own, however soon after another it came: typing and sliding run together, but
 * not branches, lanes, steps and another prompt.
 */
export const isWholeChange = (before: Snapshot, after: Snapshot): boolean =>
  !sameBranches(before, after) ||
  structureOf(before) !== structureOf(after) ||
  isReplaced(before.settings.prompt, after.settings.prompt)

/** What a person changed, in a few words; empty where nothing changed. */
export function changeWords(before: Snapshot, after: Snapshot): string {
  const names = Object.keys(FIELDS) as (keyof typeof FIELDS)[]
  const words = [
    ...names.filter((name) => before.settings[name] !== after.settings[name]).map((name) => FIELDS[name]),
    ...laneWords(before.settings.lanes, after.settings.lanes),
    ...(sameBranches(before, after) ? [] : [branchWords(before, after)]),
  ]
  return words.length > 2 ? 'settings' : words.join(' and ')
}

function laneWords(before: Settings['lanes'], after: Settings['lanes']): string[] {
  const chains = (lanes: Settings['lanes']) => new Map(lanes.map(({ key, chain }) => [key, writeLane(chain)]))
  const [old, now] = [chains(before), chains(after)]
  const words = [
    ...[...now.keys()].filter((key) => !old.has(key)).map((key) => `new lane ${letterOf(key)}`),
    ...[...old.keys()].filter((key) => !now.has(key)).map((key) => `removal of lane ${letterOf(key)}`),
    ...[...now]
      .filter(([key, chain]) => old.has(key) && old.get(key) !== chain)
      .map(([key]) => `chain of lane ${letterOf(key)}`),
  ]
  const isMoved = words.length === 0 && before.some(({ key }, index) => after[index]?.key !== key)
  return isMoved ? ['order of lanes'] : words
}

function branchWords(before: Snapshot, after: Snapshot): string {
  if (before.run !== after.run && after.branches.length === 0) return 'another run'
  const grown = after.branches.filter((one) => !before.branches.includes(one))
  const gone = before.branches.filter((one) => !after.branches.includes(one))
  const key = Number.parseInt(grown[0] ?? gone[0] ?? '', 10)
  return `${grown.length > 0 ? 'branch' : 'restored text'} in lane ${letterOf(key)}`
}
