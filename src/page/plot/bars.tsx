import type { StepView } from '../../runs/lab/step-view.ts'
import { percent } from '../ui/numbers.ts'
import type { Frame, Slot } from './frame.ts'

/** Lower than any axis: a rank without a logit has no bar. */
const NOWHERE = -1e9

interface BarProps {
  readonly name: string
  readonly frame: Frame
  readonly slot: Slot
  readonly height: number
}

function Bar({ name, frame, slot: { from, to }, height }: BarProps) {
  const margin = to - from > 1 ? 0 : (1 - frame.bar) / 2
  const left = frame.x(from + margin)
  const top = Math.max(0, frame.y(height))
  return (
    <rect
      class={name}
      x={percent(left)}
      width={percent(frame.x(to - margin) - left)}
      y={percent(top)}
      height={percent(Math.max(0, 1 - top))}
    />
  )
}

/** What the step saw; where it reshapes, what it left, with the bars before as outlines. */
export function Bars({ view, frame }: { readonly view: StepView; readonly frame: Frame }) {
  const { words, folds, cut } = view
  const isReshaping = cut.kind === 'outline'
  const heightOf = (slot: number, probability: number) =>
    cut.kind === 'logit' ? (cut.logits[slot] ?? NOWHERE) : probability
  return (
    <>
      {words.map(({ id, before, after, state }, rank) => {
        const isCut = state !== 'kept'
        const slot = { from: rank, to: rank + 1 }
        const height = heightOf(rank, isReshaping && !isCut ? after : before)
        return (
          <g key={id}>
            <Bar name={isCut ? 'plot-bar plot-cut' : 'plot-bar'} frame={frame} slot={slot} height={height} />
            {isReshaping && !isCut && before !== after && (
              <Bar name="plot-ghost" frame={frame} slot={slot} height={before} />
            )}
          </g>
        )
      })}
      {folds.map((fold, index) => {
        const sum = isReshaping ? fold.after : fold.before
        const height = heightOf(words.length + index, sum / (fold.to - fold.from))
        return (
          <Bar
            key={fold.from}
            name={fold.kept > 0 ? 'plot-bar' : 'plot-bar plot-cut'}
            frame={frame}
            slot={fold}
            height={height}
          />
        )
      })}
    </>
  )
}
