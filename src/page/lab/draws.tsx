import { freshSeed } from '../../sampling/random.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { laneClass, letterOf } from '../ui/lane.ts'
import { count, plural } from '../ui/numbers.ts'
import { DrawTable } from './draw-table.tsx'
import { LabFault } from './lab-fault.tsx'
import type { LabState } from './state.ts'
import type { LaneView } from './view.ts'

interface Props {
  readonly state: LabState
  readonly lanes: readonly LaneView[]
  readonly fault: string
  readonly onShow: (index: number) => void
  readonly onChange: (change: Partial<Pick<LabState, 'draws' | 'seed'>>) => void
}

/** Words drawn from one lane, against what chance allows. */
export function Draws({ state, lanes, fault, onShow, onChange }: Props) {
  const lane = lanes[state.show]
  return (
    <section class={`ui-sheet lab-part ${laneClass(state.show)}`} aria-labelledby="h-draws">
      <h2 id="h-draws">
        Draws <small>band: where 95 of 100 runs fall; tick: expected</small>
      </h2>
      <div class="lab-draw-bar">
        <LaneChoice {...{ state, lanes, onShow }} />
        <span class="lab-draw-field">
          <label class="ui-quiet" for="lab-count">
            draw
          </label>
          <span class="ui-box is-count">
            <input
              id="lab-count"
              name="draws"
              inputMode="numeric"
              value={state.draws}
              aria-describedby="lab-draw-error"
              onInput={({ currentTarget }) => onChange({ draws: currentTarget.value })}
            />
          </span>
        </span>
        <span class="lab-draw-field">
          <label class="ui-quiet" for="lab-seed">
            with seed
          </label>
          <SeedBox seed={state.seed} onChange={onChange} />
        </span>
        <Button type="submit" class="is-primary" name="do" value="draw">
          Draw
        </Button>
      </div>
      <LabFault id="lab-draw-error" text={fault} />
      {lane && <DrawnWords lane={lane} />}
    </section>
  )
}

const LaneChoice = ({ state, lanes, onShow }: Pick<Props, 'state' | 'lanes' | 'onShow'>) => (
  <span class="ui-choices ui-segments" role="radiogroup" aria-label="Lane to draw from">
    {state.lanes.map((_, index) => {
      const isShown = index === state.show
      const letter = letterOf(index)
      return (
        <label key={index}>
          <input
            type="radio"
            name="show"
            value={index}
            checked={isShown}
            aria-label={`Draws of ${letter}`}
            onChange={() => onShow(index)}
          />
          <span>{isShown ? `${letter} ${lanes[index]?.drawing?.title ?? ''}` : letter}</span>
        </label>
      )
    })}
  </span>
)

const SeedBox = ({ seed, onChange }: { readonly seed: string } & Pick<Props, 'onChange'>) => (
  <span class="ui-box is-seed">
    <input
      id="lab-seed"
      class="ui-mono"
      name="seed"
      inputMode="numeric"
      value={seed}
      aria-describedby="lab-draw-error"
      onInput={({ currentTarget }) => onChange({ seed: currentTarget.value })}
    />
    <IconButton
      class="ui-needs-js"
      icon="dice"
      label="New random seed"
      onClick={() => onChange({ seed: String(freshSeed()) })}
    />
  </span>
)

function DrawnWords({ lane }: { readonly lane: LaneView }) {
  const { drawing, draws, firstDraws } = lane
  if (!drawing) return <p class="ui-quiet">This lane cannot be drawn, so nothing is drawn from it.</p>
  if (draws === 0) return <p class="ui-quiet">No draws yet: ask for at least one.</p>
  return (
    <>
      {drawing.counts ? (
        <>
          <DrawTable drawing={drawing} removedBy={lane.removedBy} />
          <p class="lab-verdict">{verdictOf(drawing, draws)}</p>
        </>
      ) : (
        <p class="ui-quiet">
          A step of this chain acts by chance, anew at each draw, so no single distribution gives what to
          expect.
        </p>
      )}
      <p class="lab-verdict">The first draws:</p>
      <p class="lab-drawn">
        {firstDraws.map((word) => word || '(empty)').join(' ')}
        {draws > firstDraws.length ? ' …' : ''}
      </p>
    </>
  )
}

type Drawing = NonNullable<LaneView['drawing']>

/** The test of all counts together, in words. */
function verdictOf({ chiSquare, counts }: Drawing, draws: number): string {
  if (!chiSquare) {
    return (counts ?? []).filter((one) => one.probability > 0).length < 2
      ? 'One word is left, so every draw is that word.'
      : `${plural(draws, 'draw')} ${draws === 1 ? 'is' : 'are'} too few to test; a word must be ` +
          'expected five times.'
  }
  const { statistic, degrees, pValue } = chiSquare
  const name = `χ² = ${statistic.toFixed(2)} on ${plural(degrees, 'degree')} of freedom`
  if (pValue >= 0.05) return `${name}: consistent with chance.`
  const runs = Math.max(1, Math.round(1000 * pValue))
  return pValue >= 0.001
    ? `${name}: unusual; chance goes this far or further in ${count(runs)} of 1,000 runs.`
    : `${name}: chance goes this far in fewer than 1 of 1,000 runs.`
}
