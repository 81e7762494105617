import type { StepView } from '../../runs/lab/step-view.ts'
import { Plot } from '../plot/plot.tsx'
import { laneClass, letterOf } from '../ui/lane.ts'
import { LaneMark } from '../ui/lane-mark.tsx'
import { bits, count, exactProbability } from '../ui/numbers.ts'
import type { LaneView } from './view.ts'

interface Props {
  readonly lane: LaneView
  readonly index: number
  /** The step a person chose to look at. */
  readonly chosen: number | undefined
  readonly onStep: (step: number) => void
}

/** One lane: its name, what to look at, its plot, and what is left. */
export function LaneCell({ lane, index, chosen, onStep }: Props) {
  const { drawing, error } = lane
  const letter = letterOf(index)
  const steps = drawing?.views ?? []
  const at = chosen !== undefined && chosen < steps.length ? chosen : mainStep(steps)
  const view = steps[at]
  if (!drawing || !view) return <BrokenCell lane={lane} index={index} message={error?.message ?? ''} />
  return (
    <article class={`lab-lane ${laneClass(index)}`} aria-label={`Lane ${letter}`}>
      <h3>
        <LaneMark letter={letter} />
        <span class="lab-lane-name">{drawing.title}</span>
        {steps.length === 1 && <span class="lab-lane-chain ui-mono">{lane.lane}</span>}
      </h3>
      <p class="lab-lane-about">{view.sentence}</p>
      {steps.length > 1 && <StepStrip steps={steps} shown={at} letter={letter} onStep={onStep} />}
      <Plot view={view} title={drawing.title} />
      <Tally lane={lane} kept={steps.at(-1)?.kept ?? view.size} size={view.size} />
    </article>
  )
}

/** The step to draw first: the last that cuts, else the last that does anything. */
function mainStep(steps: readonly StepView[]): number {
  const cutting = steps.findLastIndex(({ cut, isOff }) => !isOff && cut.kind !== 'outline')
  if (cutting >= 0) return cutting
  const acting = steps.findLastIndex(({ isOff }) => !isOff)
  return acting >= 0 ? acting : steps.length - 1
}

interface BrokenProps extends Pick<Props, 'lane' | 'index'> {
  readonly message: string
}

const BrokenCell = ({ lane, index, message }: BrokenProps) => (
  <article class={`lab-lane is-broken ${laneClass(index)}`} aria-label={`Lane ${letterOf(index)}`}>
    <h3>
      <LaneMark letter={letterOf(index)} />
      <span class="lab-lane-name">Cannot be drawn</span>
      <span class="lab-lane-chain ui-mono">{lane.lane}</span>
    </h3>
    <div class="lab-problem">
      <p>
        <b>{message}</b>
      </p>
      <p>The other lanes go on. Correct the chain, or remove the lane.</p>
    </div>
  </article>
)

interface StripProps extends Pick<Props, 'onStep'> {
  readonly steps: readonly StepView[]
  readonly shown: number
  readonly letter: string
}

/** How many words were left after each step; a step is a button that draws it. */
const StepStrip = ({ steps, shown, letter, onStep }: StripProps) => (
  <ol class="lab-steps" aria-label={`Steps of ${letter}; choose one to draw it`}>
    {steps.map(({ step, kept, isOff }, index) => (
      <li key={index}>
        <button
          type="button"
          aria-pressed={index === shown}
          class={isOff ? 'is-off' : undefined}
          onClick={() => onStep(index)}
        >
          <span class="ui-mono">{step}</span> {isOff ? 'off' : `${count(kept)} left`}
        </button>
      </li>
    ))}
  </ol>
)

interface TallyProps extends Pick<Props, 'lane'> {
  readonly kept: number
  readonly size: number
}

const Tally = ({ lane: { mass, entropy }, kept, size }: TallyProps) => (
  <div class="lab-tally">
    <span>
      kept <b>{count(kept)}</b> of {count(size)}
    </span>
    <span>
      mass <b>{exactProbability(mass)}</b>
    </span>
    <span>
      entropy <b>{bits(entropy).toFixed(2)}</b> bits
    </span>
  </div>
)
