import { useState } from 'preact/hooks'
import type { BeamRecord } from '../../../runs/run/events.ts'
import { decimal } from '../../ui/numbers.ts'
import { Ranking } from './ranking-view.tsx'
import type { Scoring } from './record.ts'

interface Props {
  readonly record: BeamRecord
  readonly scoring: Scoring
  readonly range: readonly [number, number]
}

/** What the length penalty does to the texts that ended. */
export function LengthPenalty({ record, scoring, range: [low, high] }: Props) {
  const [penalty, setPenalty] = useState(scoring.penalty)
  const ranking = (
    <div data-beam-part="ranking">
      <Ranking
        finished={record.finished}
        penalty={penalty}
        plain={scoring.isDiverse ? 'plain sum' : 'Σ ln P'}
      />
    </div>
  )
  if (penalty === undefined) {
    return (
      <div class="beam-effect">
        <h3>The order of the draw</h3>
        <p class="beam-note">
          Stochastic beam search has no length penalty. It ranks by the perturbed sum: Σ ln P with Gumbel
          noise, so that the order is one of draws without replacement.
        </p>
        {ranking}
      </div>
    )
  }
  const isOwn = penalty === scoring.penalty
  return (
    <div class="beam-effect">
      <h3>What the length penalty does</h3>
      <p class="beam-note">
        A sum only falls with each token, so plain sums favour short texts. The search divides: score ={' '}
        {scoring.isDiverse ? '(Σ ln P less diversity penalties)' : 'Σ ln P'} / length<sup>penalty</sup>.
      </p>
      <div class="beam-controls">
        <label class="beam-slide">
          <span>Length penalty</span>
          <input
            type="range"
            data-beam-slide="penalty"
            min={low}
            max={high}
            step="0.05"
            value={penalty}
            onInput={({ currentTarget }) => setPenalty(Number(currentTarget.value))}
          />
        </label>
        <output data-beam-part="penalty">
          {decimal(penalty)}
          {isOwn && ', as the search had it'}
        </output>
        <p class="ui-small ui-quiet">Re-ranks what was found; the search itself would prune differently.</p>
      </div>
      {ranking}
    </div>
  )
}
