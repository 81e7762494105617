import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { laneClass, letterOf } from '../ui/lane.ts'
import { LaneMark } from '../ui/lane-mark.tsx'
import { Select } from '../ui/select.tsx'
import type { LabState } from './state.ts'

interface Props {
  readonly state: LabState
  readonly strategies: readonly StrategyDescription[]
  /** What is wrong with each lane's chain; empty where nothing is. */
  readonly faults: readonly string[]
  readonly onChain: (index: number, chain: string) => void
  readonly onSelect: (index: number) => void
}

/** The chains, one a lane; the picked one has the knobs. */
export const LaneList = ({ state, strategies, faults, onChain, onSelect }: Props) => (
  <section class="lab-part" aria-labelledby="h-lanes">
    <h2 id="h-lanes">
      Lanes <small>one chain each</small>
    </h2>
    <ol class="lab-chains">
      {state.lanes.map((chain, index) => (
        <LaneRow
          key={index}
          index={index}
          chain={chain}
          isSelected={index === state.selected}
          isOnly={state.lanes.length === 1}
          fault={faults[index] ?? ''}
          onChain={onChain}
          onSelect={onSelect}
        />
      ))}
    </ol>
    <div class="lab-row">
      <label class="ui-hidden" for="lab-add">
        Start a new lane from
      </label>
      <Starters strategies={strategies} />
      <Button icon="plus" type="submit" class="is-small" name="do" value="add-lane">
        Add a lane
      </Button>
      <Button type="submit" class="is-plain is-small" name="do" value="museum">
        Bug museum
      </Button>
    </div>
    <div class="ui-no-js">
      <Button type="submit" class="is-small" name="do" value="redraw">
        Redraw
      </Button>
    </div>
  </section>
)

interface RowProps extends Pick<Props, 'onChain' | 'onSelect'> {
  readonly index: number
  readonly chain: string
  readonly isSelected: boolean
  readonly isOnly: boolean
  readonly fault: string
}

function LaneRow({ index, chain, isSelected, isOnly, fault, onChain, onSelect }: RowProps) {
  const letter = letterOf(index)
  const error = `lane-error-${index}`
  return (
    <li class={laneClass(index)}>
      <label class="ui-choice lab-pick">
        <input
          type="radio"
          name="selected"
          value={index}
          checked={isSelected}
          onChange={() => onSelect(index)}
        />
        <LaneMark letter={letter} />
        <span class="ui-hidden">Knobs for {letter}</span>
      </label>
      <input
        class="lab-input is-value"
        name="lane"
        aria-label={`Chain of ${letter}`}
        value={chain}
        autoComplete="off"
        spellcheck={false}
        {...(fault && { 'aria-invalid': 'true', 'aria-describedby': error })}
        onInput={({ currentTarget }) => onChain(index, currentTarget.value)}
      />
      <IconButton
        icon="x"
        label={`Remove lane ${letter}`}
        type="submit"
        name="do"
        value={`remove-lane:${index}`}
        disabled={isOnly}
      />
      <p class="lab-fault" id={error}>
        {fault}
      </p>
    </li>
  )
}

/**
 * What a new lane may start as: every step that needs no second reading of the text, and the searches of one
 * step.
 */
function Starters({ strategies }: Pick<Props, 'strategies'>) {
  const starters = strategies.filter(({ kind, needsAmateur, isStepwise }) =>
    kind === 'step' ? !needsAmateur : isStepwise,
  )
  const options = starters.map(({ id, title, family }) => ({ id, title, group: family }))
  return <Select id="lab-add" name="add" isSmall options={options} />
}
