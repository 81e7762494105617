import { sampleText } from '../copy/sample-text.ts'
import type { LaneView } from '../lane/view.ts'
import { apart } from '../pieces.ts'
import { isRunning } from '../run/run.ts'
import { type PrefixBranch, type Untaken, untakenAt } from './prefix-tree.ts'

/** A tree of samples as one flat list with levels, so that each item's name is its own words. */
export interface TreeItem {
  readonly level: number
  /** From 1, among its siblings. */
  readonly place: number
  readonly of: number
  readonly focus: string
  readonly badge: string
  readonly heard: string
  readonly words: string
  /** A remark in the place of words. */
  readonly note?: string
  readonly kind: '' | 'leaf' | 'not-taken'
  /** The sample it leads to. */
  readonly sample?: number
  /** Share of the samples that took it. */
  readonly share?: number
  readonly branch?: string
  readonly isOpen?: boolean
  readonly untaken?: Untaken
  /** The text before it. */
  readonly before?: string | undefined
}

/** Paths not taken that a fork names. */
const MOST_PATHS = 4

/** Tokens of a text that is still running; more do not show, and need not be drawn again and again. */
const MOST_RUNNING = 60

type Position = Pick<TreeItem, 'level' | 'place' | 'of'>

export const treeItems = (view: LaneView, root: PrefixBranch): TreeItem[] =>
  branchItems(view, root, { level: 1, place: 1, of: 1 })

function branchItems(view: LaneView, branch: PrefixBranch, place: Position): TreeItem[] {
  const { key, closed, laneRun, run } = view
  const { id, from, steps, samples, children } = branch
  const [first = 0] = samples
  const total = laneRun?.samples.length ?? 1
  const isLeaf = children.length === 0
  const isAlone = isLeaf && samples.length === 1
  const isOpen = !closed.has(`${key}-${id}`)
  const shown = isLeaf && run && isRunning(run) ? steps.slice(0, MOST_RUNNING) : steps
  const text = sampleText({ steps: shown })
  const isEnd = text === '' && laneRun?.samples[first]?.stop === 'end-of-text'
  const note = steps.length === 0 ? 'nothing is shared by all' : isEnd ? 'ends here' : undefined
  const item: TreeItem = {
    ...place,
    focus: `tree-${key}-${id}`,
    badge: isAlone ? `#${first + 1}` : `×${samples.length}`,
    heard: isAlone ? `sample ${first + 1}` : `${samples.length} of ${total} samples`,
    words: apart(text, laneRun?.samples[first]?.steps[from - 1]?.text),
    ...(note !== undefined && { note }),
    kind: isLeaf ? 'leaf' : '',
    sample: first,
    branch: id,
    ...(!isLeaf && { share: samples.length / total, isOpen }),
  }
  return !isLeaf && isOpen ? [item, ...forkItems(view, branch, place.level + 1)] : [item]
}

/** What follows a branch: texts that end here, branches, paths not taken. */
function forkItems(view: LaneView, branch: PrefixBranch, level: number): TreeItem[] {
  const { key, traced } = view
  const untaken = Array.isArray(traced) ? untakenAt(branch, traced, MOST_PATHS) : undefined
  const hasGrey = untaken !== undefined && untaken.paths.length > 0
  const of = branch.ended.length + branch.children.length + (hasGrey ? 1 : 0)
  const ended = branch.ended.map(
    (sample, index): TreeItem => ({
      ...{ level, place: index + 1, of, sample, kind: 'leaf' },
      focus: `tree-${key}-end-${sample}`,
      badge: `#${sample + 1}`,
      heard: `sample ${sample + 1}`,
      words: '',
      note: 'ends here',
    }),
  )
  const branches = branch.children.flatMap((child, index) =>
    branchItems(view, child, { level, place: branch.ended.length + index + 1, of }),
  )
  const grey: TreeItem = {
    ...{ level, place: of, of, kind: 'not-taken', badge: '×0', heard: 'not taken', words: '' },
    focus: `tree-${key}-${branch.id}-not`,
    ...(untaken && { untaken }),
    before: branch.steps.at(-1)?.text,
  }
  return [...ended, ...branches, ...(hasGrey ? [grey] : [])]
}
