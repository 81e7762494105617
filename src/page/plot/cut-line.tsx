import type { StepView } from '../../runs/lab/step-view.ts'
import { clamp, percent } from '../ui/numbers.ts'
import type { Frame } from './frame.ts'

/** The line a step draws through the bars: each cut in its own geometry. */

type Cut = StepView['cut']

export function CutLine({ view: { cut, isOff, kept, size }, frame }: { view: StepView; frame: Frame }) {
  if (isOff || cut.kind === 'outline') return null
  if (cut.kind === 'stairs') return <Staircase cut={cut} frame={frame} />
  if (cut.kind === 'rank') {
    if (kept >= size) return null
    const x = frame.x(cut.after)
    return (
      <>
        <Vertical x={x} top={0} />
        <NoteBeside x={x} y={0} dy={12}>
          {cut.label}
        </NoteBeside>
      </>
    )
  }
  const height = cut.kind === 'logit' ? cut.floor : cut.value
  return <Horizontal y={frame.y(height)} label={cut.label} lift={frame.isRoomy ? -22 : -7} />
}

const Vertical = ({ x, top }: { readonly x: number; readonly top: number }) => (
  <line class="plot-rule" x1={percent(x)} x2={percent(x)} y1={percent(top)} y2="100%" />
)

/**
 * Whether a note has no room on the right; on the left it must keep clear of a staircase that climbs there.
 */
const isLeftOf = (x: number): boolean => x > 0.72

interface NoteProps {
  readonly x: number
  readonly y: number
  readonly dy: number
  readonly children: string
}

/** A note right of a vertical line, or left of it near the edge. */
function NoteBeside({ x, y, dy, children }: NoteProps) {
  const isLeft = isLeftOf(x)
  return (
    <text
      class="plot-note"
      x={percent(x)}
      y={percent(y)}
      dx={isLeft ? -6 : 6}
      dy={dy}
      text-anchor={isLeft ? 'end' : 'start'}
    >
      {children}
    </text>
  )
}

interface HorizontalProps {
  readonly y: number
  readonly label: string
  /** How far the note keeps above the line, clear of the numbers of the bars. */
  readonly lift: number
}

/** A line across, its note at the right end; near the top, the note is below the line. */
function Horizontal({ y: share, label, lift }: HorizontalProps) {
  const y = clamp(share, 0, 1)
  return (
    <>
      <line class="plot-rule" x1="0" x2="100%" y1={percent(y)} y2={percent(y)} />
      <text class="plot-note" x="100%" y={percent(y)} dy={y < 0.16 ? 16 : lift} text-anchor="end">
        {label}
      </text>
    </>
  )
}

interface StaircaseProps {
  readonly cut: Extract<Cut, { readonly kind: 'stairs' }>
  readonly frame: Frame
}

function Staircase({ cut, frame }: StaircaseProps) {
  const goal = frame.y(cut.goal)
  // Among small figures the crossing is left to the text beside them.
  const crossing = frame.isPlain ? null : cut.crossing
  const x = frame.x(cut.after)
  const top = frame.y(crossing ? crossing.height : cut.goal)
  const isOpen = cut.goal >= 1 || x >= 1 || frame.isPlain
  return (
    <>
      <svg
        aria-hidden="true"
        class="plot-stretch"
        viewBox="0 0 1000 1000"
        preserveAspectRatio="none"
        width="100%"
        height="100%"
      >
        <polyline class="plot-stairs" points={stairPoints(cut.heights, frame)} />
      </svg>
      <line class="plot-rule plot-goal" x1="0" x2="100%" y1={percent(goal)} y2={percent(goal)} />
      <text class="plot-note" x="100%" y={percent(goal)} dx="5" dy="4">
        {cut.label}
      </text>
      {!isOpen && <Vertical x={x} top={Math.min(top, goal)} />}
      {crossing && (
        <>
          <circle
            class="plot-dot"
            cx={percent(frame.x(crossing.rank + (1 - frame.bar) / 2))}
            cy={percent(top)}
            r="4"
          />
          <NoteBeside x={x} y={isLeftOf(x) ? Math.max(0.72, goal) : Math.min(0.86, goal + 0.1)} dy={4}>
            {crossing.label}
          </NoteBeside>
        </>
      )}
    </>
  )
}

/** Steps over single ranks, slopes over folded ones, in thousandths of the drawing. */
function stairPoints(heights: readonly number[], frame: Frame): string {
  const inset = (1 - frame.bar) / 2
  let before = frame.y(0)
  const points = frame.slots.flatMap(({ from, to }, slot): [number, number][] => {
    const isFold = to - from > 1
    const start: [number, number] = [frame.x(isFold ? from : from + inset), before]
    before = frame.y(heights[slot] ?? 0)
    return [start, [isFold ? frame.x(to) : start[0], before]]
  })
  // The first step starts on its bar, not on the axis.
  const drawn: [number, number][] = [...points.slice(1), [1, before]]
  return drawn.map((point) => point.map((share) => (1000 * share).toFixed(1)).join(',')).join(' ')
}
