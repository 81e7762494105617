import { scaleLog } from 'd3-scale'
import type { DrawPosition } from '../../../runs/lab/draw-position.ts'
import { count, percent } from '../../ui/numbers.ts'
import type { LaneMark, OtherLane } from './plan.ts'

interface Props {
  readonly position: DrawPosition
  readonly own: LaneMark
  readonly others: readonly OtherLane[]
  readonly text: string
}

type AxisScale = (value: number) => number

/** The cumulative staircase on a log rank axis, the line of the cut, and u times the mass it left. */
export function Stairs({ position, own, others, text }: Props) {
  const { curve, size, cut, rank, target } = position
  const x = scaleOf(size)
  const y = (mass: number) => 1 - Math.min(1, mass)
  const kept = cut ? ` ${cut.step} keeps ${count(cut.kept)} tokens with mass ${cut.mass.toFixed(3)}.` : ''
  const label =
    `Cumulative probability by rank.${kept} The draw lands on rank ${count(rank)}, ` +
    `${text.trim() || 'a blank'}.`
  return (
    <svg class="stairs-plot" role="img" aria-label={label}>
      <Grid size={size} x={x} y={y} />
      {cut && <Left position={position} x={x} kept={cut.kept} />}
      <svg
        width="100%"
        height="100%"
        viewBox="0 0 1000 1000"
        preserveAspectRatio="none"
        overflow="visible"
        aria-hidden="true"
      >
        <polyline class="stairs-line" points={stairs(position, x)} />
      </svg>
      {cut && <CutMark cut={cut} x={x} y={y} />}
      <line
        class="stairs-fall"
        x1="0"
        x2={percent(x(rank))}
        y1={percent(y(target))}
        y2={percent(y(target))}
      />
      <line
        class="stairs-fall"
        x1={percent(x(rank))}
        x2={percent(x(rank))}
        y1={percent(y(target))}
        y2="100%"
      />
      {others.map(({ letter, className, position: other }) =>
        other?.rank === undefined || other.token === position.token ? null : (
          <DrawMark
            key={letter}
            {...{ letter, className }}
            x={x(other.rank)}
            y={y(other.isSameWalk ? other.target : massAt(curve, other.rank))}
          />
        ),
      )}
      <DrawMark letter={own.letter} className={`${own.className} is-own`} x={x(rank)} y={y(target)} />
    </svg>
  )
}

/** Rank 1 is a little to the right of the axis, so that its step can be seen. */
const scaleOf = (size: number): AxisScale => (size <= 1 ? () => 0.5 : scaleLog([1, size], [0.06, 1]))

const massAt = (curve: DrawPosition['curve'], rank: number): number =>
  curve.findLast(([at]) => at <= rank)?.[1] ?? 0

/** The staircase as points of a 1000 by 1000 box: up at each rank, then on. */
function stairs({ curve }: DrawPosition, x: AxisScale, until = Number.POSITIVE_INFINITY): string {
  const points = ['0,1000']
  let below = 1000
  for (const [rank, mass] of curve) {
    if (rank > until) break
    const at = (1000 * x(rank)).toFixed(1)
    points.push(`${at},${below.toFixed(1)}`)
    below = 1000 * (1 - Math.min(1, mass))
    points.push(`${at},${below.toFixed(1)}`)
  }
  return points.join(' ')
}

/** What the cut left, under the staircase. */
const Left = ({ position, x, kept }: { position: DrawPosition; x: AxisScale; kept: number }) => (
  <svg width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
    <polygon
      class="stairs-left"
      points={`${stairs(position, x, kept)} ${(1000 * x(kept)).toFixed(1)},1000`}
    />
  </svg>
)

interface CutMarkProps {
  readonly cut: NonNullable<DrawPosition['cut']>
  readonly x: AxisScale
  readonly y: AxisScale
}

function CutMark({ cut: { kept, mass, p }, x, y }: CutMarkProps) {
  const at = percent(x(kept))
  const level = percent(y(p ?? mass))
  const isRight = x(kept) > 0.6
  const anchor = { x: at, dx: isRight ? -6 : 6, 'text-anchor': isRight ? 'end' : 'start' } as const
  return (
    <>
      <line class="stairs-cut" x1="0" x2={at} y1={level} y2={level} />
      <line class="stairs-cut" x1={at} x2={at} y1={level} y2="100%" />
      <text class="stairs-strong" {...anchor} y={level} dy={isRight ? -6 : 14}>
        {p === undefined ? `mass ${mass.toFixed(3)}` : `p = ${p}`}
      </text>
      <text class="stairs-strong" {...anchor} y="100%" dy={-8}>
        {count(kept)} kept
      </text>
    </>
  )
}

interface DrawMarkProps {
  readonly letter: string
  readonly className: string
  readonly x: number
  readonly y: number
}

const DrawMark = ({ letter, className, x, y }: DrawMarkProps) => (
  <svg class={`stairs-draw ${className}`} x={percent(x)} y={percent(y)} overflow="visible" aria-hidden="true">
    <circle r="4.5" />
    <text x="8" y="14">
      {letter}
    </text>
  </svg>
)

function Grid({ size, x, y }: { readonly size: number; readonly x: AxisScale; readonly y: AxisScale }) {
  const ranks = [1, 10, 100, 1000, 10_000].filter((rank) => rank * 2 < size || rank === 1)
  const shown = [...ranks, ...(size > 1 ? [size] : [])]
  return (
    <>
      {[0, 0.25, 0.5, 0.75, 1].map((mass) => (
        <>
          <line class="stairs-grid" x1="0" x2="100%" y1={percent(y(mass))} y2={percent(y(mass))} />
          <text x="0" y={percent(y(mass))} dx={-6} dy={4} text-anchor="end">
            {String(mass).replace(/^0\./, '.')}
          </text>
        </>
      ))}
      {shown.map((rank, index) => (
        <text
          key={rank}
          x={percent(x(rank))}
          y="100%"
          dy={16}
          text-anchor={index === shown.length - 1 && shown.length > 1 ? 'end' : 'middle'}
        >
          {rank === 1 ? 'rank 1' : count(rank)}
        </text>
      ))}
    </>
  )
}
