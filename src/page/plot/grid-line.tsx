import { percent } from '../ui/numbers.ts'

interface Props {
  /** Share of the height, from the top. */
  readonly at: number
  readonly text: string
}

/** A line across a plot, and what the axis has there. */
export const GridLine = ({ at, text }: Props) => (
  <>
    <line class="plot-grid" x1="0" x2="100%" y1={percent(at)} y2={percent(at)} />
    <text class="plot-axis" x="0" y={percent(at)} dx="-6" dy="4" text-anchor="end">
      {text}
    </text>
  </>
)
