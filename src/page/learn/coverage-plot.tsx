import { scaleLinear } from 'd3-scale'
import { GridLine } from '../plot/grid-line.tsx'
import { exactProbability, percent } from '../ui/numbers.ts'
import type { Coverage, LearnProps } from './props.ts'

const MARKS = [0.2, 0.4, 0.6, 0.8, 1]
const across = scaleLinear([0.2, 1], [0, 1])
const up = scaleLinear([0.2, 1], [1, 0])

/** Promise against outcome: the diagonal is a calibrated model. */
export const CoveragePlot = ({ calibrated, tooSure }: Pick<LearnProps, 'calibrated' | 'tooSure'>) => (
  <div class="plot-box plot-is-square">
    <svg role="img" aria-label={findingOf(calibrated, tooSure)}>
      {MARKS.map((value) => (
        <g key={value}>
          <GridLine at={up(value)} text={value.toFixed(1)} />
          <text class="plot-axis" x={percent(across(value))} y="100%" dy="16" text-anchor="middle">
            {value.toFixed(1)}
          </text>
        </g>
      ))}
      <line class="plot-rule plot-goal" x1="0" y1="100%" x2="100%" y2="0" />
      <Dots points={calibrated} kind="is-filled" />
      <Dots points={tooSure} kind="is-open" />
    </svg>
  </div>
)

const Dots = ({ points, kind }: { readonly points: readonly Coverage[]; readonly kind: string }) => (
  <>
    {points.map(({ p, promised, covered }) => (
      <circle
        key={p}
        class={`plot-dot ${kind}`}
        cx={percent(across(promised))}
        cy={percent(up(covered))}
        r="5"
      />
    ))}
  </>
)

function findingOf(calibrated: readonly Coverage[], tooSure: readonly Coverage[]): string {
  const list = (points: readonly Coverage[]) =>
    points.map(({ covered }) => exactProbability(covered)).join(', ')
  return (
    `Share of words inside the nucleus. Words from the model’s own distribution: ${list(calibrated)}; ` +
    `Words from a flatter one: ${list(tooSure)}.`
  )
}
