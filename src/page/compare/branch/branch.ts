import { type Branch, formatBranch } from '../../../runs/run/branch-notation.ts'
import { branchStart } from '../../../runs/run/branch-start.ts'
import { writeLane } from '../chain/lane-chain.ts'
import type { Growth, LaneRun, Run, Sample } from '../run/run.ts'
import { paramsOf } from '../settings/link.ts'
import { isSameBesideLanes, type Settings, sharedRequestOf } from '../settings/settings.ts'

/** Where a person took a text up at one of its tokens and another text grew from there. */

/** A token, or typed text, that is put in the place of a token. */
export type Choice = Pick<Growth, 'step' | 'token' | 'text'>

let count = 0

/** A text that begins like `from` and leaves it at the choice. */
export const branchOf = (from: Sample, { step, token, text }: Choice): Sample => ({
  steps: from.steps.slice(0, step),
  received: step,
  growth: { step, token, text, id: count++, forced: 1, from },
})

/** The texts a sample grew from, newest first. */
export function originsOf(sample: Sample | undefined): Sample[] {
  const origins: Sample[] = []
  for (let one = sample?.growth?.from; one; one = one.growth?.from) origins.push(one)
  return origins
}

/**
 * The branches that a text still runs through, by token: one that a later branch left again is not among
 * them.
 */
export function growthsAlong(sample: Sample | undefined): Map<number, Growth> {
  const along: Growth[] = []
  for (let one = sample; one?.growth; one = one.growth.from) {
    const before = along.at(-1)
    if (!before || one.growth.step < before.step) along.push(one.growth)
  }
  return new Map(along.reverse().map((growth) => [growth.step, growth]))
}

/** The text as the lane ran it. */
export const originalOf = (sample: Sample): Sample => originsOf(sample).at(-1) ?? sample

/** Every branch of a run, in an order in which they can grow again. */
export const branchesOf = (
  run: Run | undefined,
): { readonly place: Branch; readonly key: number; readonly sample: Sample }[] =>
  (run?.lanes ?? []).flatMap(({ key, samples }, lane) =>
    samples.flatMap((top, sample) =>
      [top, ...originsOf(top)].reverse().flatMap((one) => {
        if (!one.growth) return []
        const { step, token, text } = one.growth
        const choice = { step, ...(token === undefined ? { text: text ?? '' } : { token }) }
        return { place: { lane, sample, ...choice }, key, sample: one }
      }),
    ),
  )

/** The body of `POST /api/runs` that grows a branch: the same seed, sample and tokens, so the same draws. */
export const branchRequestOf = (
  { settings, maxTokens }: Run,
  lane: LaneRun,
  sampleIndex: number,
  growth: Growth,
) => ({
  ...sharedRequestOf(settings),
  lanes: [lane.lane],
  maxTokens,
  firstSample: sampleIndex,
  nucleus: true,
  ...branchStart(
    growth,
    growth.from.steps.map(({ token }) => token),
  ),
})

/** A link's parameters: the settings, and the run's branches where it ran with them. */
export function paramsWithBranches(run: Run | undefined, settings: Settings): URLSearchParams {
  const params = paramsOf(settings)
  if (!run || !isSameBesideLanes(run.settings, settings)) return params
  for (const { place, key } of branchesOf(run)) {
    const chain = run.lanes[place.lane]?.lane
    const lane = settings.lanes.findIndex((one) => one.key === key && writeLane(one.chain) === chain)
    if (lane >= 0) params.append('branch', formatBranch({ ...place, lane }))
  }
  return params
}
