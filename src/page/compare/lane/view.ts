import { copiesOf, judgeLoop } from '../../../metrics/loop.ts'
import type { Recurrence } from '../../../metrics/recurrence.ts'
import { tailLoop } from '../../../metrics/tail-loop.ts'
import { laneClass, letterOf } from '../../ui/lane.ts'
import { type LaneChain, laneName, writeLane } from '../chain/lane-chain.ts'
import {
  isGrowing,
  isRunning,
  type LaneRun,
  laneRunOf,
  type Run,
  type Sample,
  type ShownStep,
  shownIndex,
  textTokens,
} from '../run/run.ts'
import type { PrefixText } from '../samples/prefix-tree.ts'
import type { Offer } from '../settings/offer.ts'
import type { Faults, Settings } from '../settings/settings.ts'
import { partings } from './divergence.ts'
import type { HeatName } from './heat.tsx'

/** One text, or all samples as a list or a tree. */
export type Shows = 'one' | 'list' | 'tree'

export type Charts = 'nucleus' | 'kept' | 'mass' | 'entropy' | 'surprisal' | 'all'

/** How the page looks at a run; none of it needs another run. */
export interface Look {
  readonly heat: HeatName
  readonly sample: number
  readonly series: Charts
  readonly shows: Shows
  /** Branches of sample trees that are closed, as LANE-BRANCH. */
  readonly closed: ReadonlySet<string>
}

export const FIRST_LOOK: Look = {
  heat: 'probability',
  sample: 0,
  series: 'nucleus',
  shows: 'one',
  closed: new Set(),
}

/** What of a look lanes are drawn by: colours and charts need no lane drawn anew. */
export type Shown = Pick<Look, 'sample' | 'shows' | 'closed'>

/** A lane's samples again, with candidates; or why there are none. */
export type Traced = readonly PrefixText[] | string

/** What each lane shows, worked out from the state: drawing is a function of this and of nothing else. */
export interface LaneView {
  readonly key: number
  readonly letter: string
  readonly className: string
  readonly name: string
  readonly chain: LaneChain
  readonly notation: string
  readonly fault: string
  /** Index of the step whose editor is open. */
  readonly editing: number | undefined
  readonly isHuman: boolean
  /** The last words of the prompt. */
  readonly lead: string
  readonly run: Run | undefined
  readonly laneRun: LaneRun | undefined
  /** The model whose tokens the text is made of. */
  readonly model: string
  readonly sample: Sample | undefined
  readonly sampleIndex: number
  /** Whether the text is being written. */
  readonly isLive: boolean
  /** Whether the chain is another than that of the text. */
  readonly isStale: boolean
  /** Letters of the lanes that part here, by token. */
  readonly flags: ReadonlyMap<number, readonly string[]>
  /** The passage that the text repeats. */
  readonly loop: Recurrence | undefined
  readonly shows: Shows
  readonly closed: ReadonlySet<string>
  readonly traced: Traced | undefined
  /** By the page's clock, in milliseconds. */
  readonly now: number
}

export interface ViewState {
  readonly settings: Settings
  readonly run?: Run | undefined
  readonly look: Shown
  readonly faults: Faults
  readonly editing?: { readonly key: number; readonly index: number } | undefined
  readonly traced?: { readonly run: Run; readonly lanes: ReadonlyMap<number, Traced> } | undefined
  readonly now: number
}

export function laneViews(state: ViewState, { models }: Pick<Offer, 'models'>): LaneView[] {
  const { settings, run, look, faults, editing, traced, now } = state
  const shown = settings.lanes.map(({ key, chain }) => {
    const laneRun = laneRunOf(run, key)
    const sampleIndex = laneRun ? shownIndex(laneRun, look.sample) : 0
    const model = laneRun?.model ?? run?.settings.model ?? ''
    return { key, chain, laneRun, sampleIndex, sample: laneRun?.samples[sampleIndex], model }
  })
  const flags = partings(
    shown.map(({ key, sample, model }) => ({ letter: letterOf(key), steps: sample?.steps ?? [], model })),
  )
  return shown.map(({ key, chain, laneRun, sample, sampleIndex, model }, index) => {
    const notation = writeLane(chain)
    return {
      key,
      letter: letterOf(key),
      className: laneClass(key),
      name: laneName(chain, models),
      chain,
      notation,
      fault: faults[`lane-${key}`] ?? '',
      editing: editing?.key === key ? editing.index : undefined,
      isHuman: false,
      lead: leadOf(run?.settings ?? settings),
      run,
      laneRun,
      model,
      sample,
      sampleIndex,
      isLive: run !== undefined && (isGrowing(sample) || (isRunning(run) && sample?.stop === undefined)),
      isStale: laneRun !== undefined && laneRun.lane !== notation,
      flags: flags[index]!,
      loop: loopOf(sample),
      shows: (laneRun?.samples.length ?? 1) > 1 ? look.shows : 'one',
      closed: look.closed,
      traced: traced?.run === run ? traced?.lanes.get(key) : undefined,
      now,
    }
  })
}

const judged = new WeakMap<Sample, Recurrence | undefined>()
/** Of growing texts, by their last token: a text is drawn more often than it grows. */
const growing = new WeakMap<ShownStep, Recurrence | undefined>()

/** Whether there is a token to show. */
export const hasText = ({ sample }: Pick<LaneView, 'sample'>): boolean =>
  sample !== undefined && sample.steps.length > 0

/**
 * What a text repeats: while it grows the phrase at its end, afterwards also a passage whose copies are
 * apart, as its finding counts them.
 */
export function loopOf(sample: Sample | undefined): Recurrence | undefined {
  if (!sample) return undefined
  if (sample.stop === undefined) {
    const last = sample.steps.at(-1)
    if (!last) return undefined
    if (!growing.has(last)) growing.set(last, loopAtEnd(textTokens(sample)))
    return growing.get(last)
  }
  if (!judged.has(sample)) {
    judged.set(sample, judgeLoop(textTokens(sample))?.passage ?? undefined)
  }
  return judged.get(sample)
}

function loopAtEnd(tokens: readonly number[]): Recurrence | undefined {
  const end = tailLoop(tokens)
  return end ? copiesOf(end, tokens) : undefined
}

const LEAD_WORDS = 5

/** The last words of a prompt; an answer continues none. */
export function leadOf({ prompt, chat }: Pick<Settings, 'prompt' | 'chat'>): string {
  if (chat) return ''
  const words = prompt.trim().split(/\s+/)
  // What goes on behind a space is a word of its own.
  const last = words.slice(-LEAD_WORDS).join(' ') + (/\s$/.test(prompt) ? ' ' : '')
  return words.length > LEAD_WORDS ? `… ${last}` : last
}
