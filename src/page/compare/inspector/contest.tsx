import type { Contest as Found } from '../../../runs/lab/contest.ts'
import { decimal } from '../../ui/numbers.ts'
import { Visible } from '../lane/blanks.tsx'
import { LaneDraw } from './lane-draw.tsx'
import type { LaneMark, OtherLane } from './plan.ts'

interface Props {
  readonly contest: Found
  readonly own: LaneMark
  readonly others: readonly OtherLane[]
}

type Contender = Found['contenders'][number]

/** How a Gumbel-max draw went, and what the same noise draws in the other lanes. */
export function Contest({ contest, own, others }: Props) {
  return (
    <section class="inspector-section">
      <h3>
        Who won the draw <small>log-probability plus the token’s own noise</small>
      </h3>
      <ul class="lane-draw-list">
        {contest.contenders.map((contender) => (
          <Line key={contender.token} contender={contender} />
        ))}
      </ul>
      <ul class="lane-draw-list">
        {[{ ...own, contender: contest.contenders[0], why: '' }, ...others].map((lane) => (
          <LaneDraw
            key={lane.letter}
            lane={lane}
            words={lane.contender ? words(lane.contender) : lane.why}
            text={lane.contender?.text}
          />
        ))}
      </ul>
      <p>
        Every token of the vocabulary has noise of its own here, the same in every lane; the greatest sum is
        drawn, which is an exact draw. What wins among many wins among fewer, where it is kept.
      </p>
    </section>
  )
}

const words = ({ logprob, noise, score }: Contender): string =>
  `${decimal(logprob)} ${noise < 0 ? '−' : '+'} ${Math.abs(noise).toFixed(2)} = ${decimal(score)}`

const Line = ({ contender }: { readonly contender: Contender }) => (
  <li>
    <span />
    <span>{words(contender)}</span>
    <em>
      <Visible text={contender.text} />
    </em>
  </li>
)
