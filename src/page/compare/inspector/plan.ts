import type { Contest } from '../../../runs/lab/contest.ts'
import type { DrawPosition } from '../../../runs/lab/draw-position.ts'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { type WrittenUse, writeUse } from '../../../strategies/chain/written-chain.ts'
import { isRead, readLane } from '../chain/lane-chain.ts'
import { sampleText } from '../copy/sample-text.ts'
import type { LaneView } from '../lane/view.ts'
import type { Run } from '../run/run.ts'
import type { Offer } from '../settings/offer.ts'
import { couplingOf, promptOf } from '../settings/settings.ts'

/** A token of a lane as a request for the server, and how the other lanes are to it. */

export type LaneMark = Pick<LaneView, 'letter' | 'className' | 'name'>

/** Another lane at the token that is inspected. */
export interface OtherLane extends LaneMark {
  readonly chain: string
  /** Why it is not on the curve; '' where it is. */
  readonly why: string
  readonly position?: DrawPosition['others'][number] | undefined
  /** The same of a Gumbel-max draw. */
  readonly contender?: Contest['others'][number] | undefined
}

type Strategies = Offer['strategies']

/** The search that ends a lane's chain, as it ran. */
export function searchOf({ laneRun, notation }: LaneView, strategies: Strategies) {
  const chain = readLane(laneRun?.chain ?? notation, strategies)
  if (!isRead(chain)) return undefined
  const use: WrittenUse = chain.written.search
  return { strategy: use.strategy, notation: writeUse(use), model: laneRun?.model ?? chain.model }
}

/** Whether a search has numbers drawn. */
export const isDrawing = (search: StrategyDescription | undefined): boolean =>
  search?.isDeterministic === false

/** Why the draw cannot be shown in another lane at this token; '' where it can. */
function whyNot(lane: LaneView, other: LaneView, step: number, strategies: Strategies): string {
  const [mine, theirs] = [lane.sample?.steps ?? [], other.sample?.steps ?? []]
  const parted = mine.slice(0, step).findIndex(({ token }, index) => theirs[index]?.token !== token)
  const search = searchOf(other, strategies)
  const draws = search?.strategy.isImplied === true
  const does = isDrawing(search?.strategy) ? 'draws in a way of its own' : 'draws nothing'
  const who = draws ? '' : `${search?.notation ?? 'this lane'} ${does}`
  if (parted >= 0) {
    const ended = theirs.length <= parted
    const when = `${ended ? 'ended after' : 'parted at'} token ${ended ? theirs.length : parted + 1}`
    return draws ? `${when}, so its distribution is another` : `${who}; it ${when}`
  }
  if (!draws) return who
  return other.model === lane.model ? '' : 'runs on another model'
}

export const laneMark = ({ letter, className, name }: LaneView): LaneMark => ({ letter, className, name })

/** The other lanes of the run at a token: those that are after the same text, and why the rest are not. */
export const othersAt = (
  lane: LaneView,
  lanes: readonly LaneView[],
  step: number,
  strategies: Strategies,
): OtherLane[] =>
  lane.isHuman
    ? []
    : lanes
        .filter((other) => other.key !== lane.key && !other.isHuman && other.laneRun && other.sample)
        .map((other) => ({
          ...laneMark(other),
          chain: other.laneRun?.chain ?? '',
          why: whyNot(lane, other, step, strategies),
        }))

/** Candidates of a kind that are listed at first. */
export const FIRST_ROWS = 10

/** The body of `POST /api/inspect`. */
export const inspectRequestOf = (
  { settings, maxTokens }: Run,
  lane: LaneView,
  step: number,
  rows: number,
  others: readonly OtherLane[],
) => ({
  ...promptOf(settings),
  lane: lane.laneRun?.chain ?? lane.notation,
  seed: Number(settings.seed),
  ...couplingOf(settings),
  sample: lane.laneRun?.isDeterministic ? 0 : lane.sampleIndex,
  maxTokens,
  tokens: (lane.sample?.steps ?? []).slice(0, step + 1).map(({ token }) => token),
  rows,
  banned: (lane.sample?.steps[step]?.rewound ?? []).flatMap(({ tokens: [first] }) => first ?? []),
  others: others.filter(({ why }) => why === '').map(({ chain }) => chain),
})

const LEAD_WORDS = 4

/** The words before a token. */
export function leadAt({ sample, lead, run }: LaneView, step: number): string {
  const before = sampleText({ steps: (sample?.steps ?? []).slice(0, step) })
  const words = `${run && !run.settings.chat ? run.settings.prompt : lead}${before}`.trim().split(/\s+/)
  return `… ${words.slice(-LEAD_WORDS).join(' ')}`
}
