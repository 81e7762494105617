import type { DrawPosition } from '../../../runs/lab/draw-position.ts'
import { LaneDraw } from './lane-draw.tsx'
import type { LaneMark, OtherLane } from './plan.ts'
import { Stairs } from './stairs.tsx'

interface Props {
  readonly position: DrawPosition
  readonly own: LaneMark
  readonly others: readonly OtherLane[]
  /** Of the token it fell on. */
  readonly text: string
}

/** Where a draw fell, and where the same u falls in the other lanes. */
export function DrawFell({ position, own, others, text }: Props) {
  const { u, cut, madeBy, target } = position
  return (
    <section class="inspector-section">
      <h3>
        Where the draw fell <small>u = {u.toFixed(4)}</small>
      </h3>
      <Stairs position={position} own={own} others={others} text={text} />
      <ul class="lane-draw-list">
        <LaneDraw lane={own} words={sumWords(u, cut, target, ' that is left')} text={text} />
        {others.map((other) => (
          <LaneDraw
            key={other.letter}
            lane={other}
            words={otherWords(other, u)}
            text={other.position?.text}
          />
        ))}
      </ul>
      <p>
        Every lane gets the same u for this token. It walks the tokens from most to least likely and stops
        where the mass passes u times what the cut left. The curve is{' '}
        {madeBy ? `what ${madeBy} made of the model’s distribution` : 'the model’s distribution'}.
      </p>
    </section>
  )
}

const sumWords = (u: number, cut: DrawPosition['cut'], target: number, rest: string): string =>
  cut
    ? `u × ${cut.mass.toFixed(3)} kept by ${cut.step} = ${target.toFixed(3)}`
    : `u = ${u.toFixed(3)} of everything${rest}`

function otherWords({ position, why }: OtherLane, u: number): string {
  if (!position) return why
  const { cut, target, isSameWalk, rank } = position
  const note = isSameWalk ? '' : rank === undefined ? ', off this curve' : ', on a curve of its own'
  return sumWords(u, cut, target, '') + note
}
