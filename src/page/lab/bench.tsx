import { Fault } from '../ui/notice.tsx'
import { Popover } from '../ui/popover.tsx'
import { UndoRedo } from '../ui/undo-buttons.tsx'
import { hasOwnStep } from './chain.ts'
import { DistributionForm } from './distribution.tsx'
import { Draws } from './draws.tsx'
import { ExercisePanel } from './exercise-panel.tsx'
import { HistoryField } from './history.tsx'
import { Knobs } from './knobs.tsx'
import { LaneList } from './lane-list.tsx'
import { Lanes } from './lanes.tsx'
import { firstWrong } from './request.ts'
import { Share } from './share.tsx'
import { type BenchProps, useBench } from './use-bench.ts'

/** The lab at work: settings on one side, lanes and draws on the other. */
export function Bench(props: BenchProps) {
  const { strategies } = props
  const bench = useBench(props)
  const { form, state, drawn, refusal, note, press, change, setChain } = bench
  const { view, problem, drawFault } = bench.answer
  const isWrong =
    firstWrong(state).index >= 0 ||
    problem !== '' ||
    drawFault !== '' ||
    (view?.lanes.some(({ error }) => error !== undefined) ?? false)
  return (
    <form
      id="lab"
      ref={form}
      method="post"
      action="/lab"
      autoComplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const { submitter } = event
        press(submitter instanceof HTMLButtonElement ? submitter.value : 'draw')
      }}
      onKeyDown={(event) => pressOnEnter(event, press)}
    >
      <button type="submit" class="ui-hidden" name="do" value="redraw" tabIndex={-1} aria-hidden="true">
        Redraw
      </button>
      {state === props.state && <Fault text={props.fault} />}
      <div class="lab-bench">
        <div class="ui-sheet lab-settings">
          <DistributionForm
            state={state}
            raw={view?.raw ?? {}}
            note={note}
            undo={<UndoRedo history={bench.history} go={bench.go} hasTips={false} class="is-small" />}
            refusal={refusal}
            onPreset={bench.setPreset}
            onMode={bench.setMode}
            onEdit={bench.edit}
          />
          <LaneList
            state={state}
            strategies={strategies}
            faults={state.lanes.map((_, index) => view?.lanes[index]?.error?.message ?? '')}
            onChain={setChain}
            onSelect={(selected) => change({ selected })}
          />
          <Knobs state={state} strategies={strategies} onChain={setChain} />
          <HistoryField state={state} onHistory={(history) => change({ history })} />
          <Share
            state={{ ...state, ...drawn }}
            hasOwn={hasOwnStep(state.lanes, strategies)}
            isWrong={isWrong}
          />
        </div>
        <div class="lab-results">
          {props.exercise && <ExercisePanel exercise={props.exercise} />}
          <Lanes lanes={view?.lanes ?? []} selected={state.selected} problem={problem} />
          <Draws
            state={state}
            lanes={view?.lanes ?? []}
            fault={drawFault}
            onShow={(show) => change({ show })}
            onChange={change}
          />
        </div>
      </div>
      <Popover />
    </form>
  )
}

/**
 * Enter in a field must not press the first button that removes something; it presses the field's own, if
 * any.
 */
function pressOnEnter(event: KeyboardEvent, press: (pressed: string) => void): void {
  const { target } = event
  if (event.key !== 'Enter' || event.isComposing || !(target instanceof HTMLInputElement)) return
  event.preventDefault()
  if (target.name === 'context') press('count')
  else if (target.name === 'draws' || target.name === 'seed') press('draw')
}
