import type { StepView } from '../../runs/lab/step-view.ts'
import { count, percent } from '../ui/numbers.ts'
import { Bars } from './bars.tsx'
import { CutLine } from './cut-line.tsx'
import { type Frame, frameOf } from './frame.ts'
import { GridLine } from './grid-line.tsx'
import { Numbers, RankLabels, WordLabels } from './labels.tsx'

interface Props {
  readonly view: StepView
  /** The chain in words. */
  readonly title: string
  /** A small figure among text. */
  readonly isLow?: boolean
  /** Ranks under the bars instead of words, and no crossing word. */
  readonly isByRank?: boolean
  /** A rank cut to compare with. */
  readonly rival?: { readonly after: number; readonly label: string }
}

/**
 * One step's bars and its cut, in a drawing that stretches with its box: positions are percentages, and words
 * keep their size.
 */
export function Plot({ view, title, isLow = false, isByRank = false, rival }: Props) {
  const frame = frameOf(view, isByRank)
  const hasGoal = view.cut.kind === 'stairs' && !view.isOff
  const names = [
    'plot-box',
    hasGoal ? 'plot-has-goal' : '',
    isLow ? 'plot-is-low' : '',
    frame.isRoomy || isByRank ? '' : 'plot-is-slanted',
  ]
  return (
    <div class={names.filter(Boolean).join(' ')}>
      <svg role="img" aria-label={findingOf(view, title)}>
        <GridLines view={view} frame={frame} />
        <Bars view={view} frame={frame} />
        <CutLine view={view} frame={frame} />
        {rival && <Rival x={percent(frame.x(rival.after))} label={rival.label} />}
        {frame.isRoomy && <Numbers view={view} frame={frame} />}
        {isByRank ? <RankLabels view={view} frame={frame} /> : <WordLabels view={view} frame={frame} />}
      </svg>
    </div>
  )
}

const Rival = ({ x, label }: { readonly x: string; readonly label: string }) => (
  <>
    <line class="plot-rival" x1={x} x2={x} y1="0" y2="100%" />
    <text class="plot-rival-note" x={x} y="35%" dx="5" dy="4">
      {label}
    </text>
  </>
)

/** What the plot shows, in a sentence. */
function findingOf({ words, kept, size }: StepView, title: string): string {
  const names = words.filter(({ state }) => state === 'kept').map(({ token }) => token)
  const listed = names.slice(0, 12)
  const rest = kept - listed.length
  const others = rest > 0 ? ` and ${count(rest)} more` : ''
  return `${title} keeps ${count(kept)} of ${count(size)}: ${listed.join(', ')}${others}.`
}

const PROBABILITY_MARKS = [
  { value: 0, text: '0' },
  { value: 0.25, text: '' },
  { value: 0.5, text: '.5' },
  { value: 0.75, text: '' },
  { value: 1, text: '1' },
]

function marksOf(cut: StepView['cut']) {
  if (cut.kind !== 'logit') return PROBABILITY_MARKS
  const { lowest, highest } = cut
  return [lowest, (lowest + highest) / 2, highest].map((value) => ({ value, text: value.toFixed(1) }))
}

const GridLines = ({ view, frame }: { readonly view: StepView; readonly frame: Frame }) => (
  <>
    {marksOf(view.cut).map(({ value, text }) => (
      <GridLine key={value} at={frame.y(value)} text={text} />
    ))}
  </>
)
