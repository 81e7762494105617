import type { Contest as Found } from '../../../runs/lab/contest.ts'
import { Visible } from '../lane/blanks.tsx'
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
    <section class="insp-sec">
      <h3>
        Who won the draw <small>log-probability plus the token’s own noise</small>
      </h3>
      <ul class="landed">
        {contest.contenders.map((contender) => (
          <Line key={contender.token} contender={contender} />
        ))}
      </ul>
      <ul class="landed">
        {[{ ...own, contender: contest.contenders[0], why: '' }, ...others].map((lane) => (
          <li key={lane.letter} class={lane.className}>
            <span class="ui-mark is-small">{lane.letter}</span>
            <span>{lane.contender ? words(lane.contender) : lane.why}</span>
            {lane.contender && (
              <em>
                <Visible text={lane.contender.text} />
              </em>
            )}
          </li>
        ))}
      </ul>
      <p>
        Every token has noise of its own at this step, the same in every lane; the greatest sum is drawn,
        which is an exact draw. What wins among many wins among fewer, where it is kept.
      </p>
    </section>
  )
}

const signed = (value: number): string => value.toFixed(2).replace('-', '−')

const words = ({ logprob, noise, score }: Contender): string =>
  `${signed(logprob)} ${noise < 0 ? '−' : '+'} ${Math.abs(noise).toFixed(2)} = ${signed(score)}`

const Line = ({ contender }: { readonly contender: Contender }) => (
  <li>
    <span />
    <span>{words(contender)}</span>
    <em>
      <Visible text={contender.text} />
    </em>
  </li>
)
