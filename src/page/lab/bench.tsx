import { useRef, useState } from 'preact/hooks'
import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { announce } from '../ui/announce.tsx'
import { Popover } from '../ui/popover.tsx'
import { act, converted, type Outcome } from './actions.ts'
import { DistributionForm } from './distribution.tsx'
import { Draws } from './draws.tsx'
import { HistoryField } from './history.tsx'
import { Knobs } from './knobs.tsx'
import { LaneList } from './lane-list.tsx'
import { Lanes } from './lanes.tsx'
import { PRESETS } from './presets.ts'
import { Share } from './share.tsx'
import { fromPreset, type LabState, named } from './state.ts'
import { useFocusAfter } from './use-focus.ts'
import { type Answer, useLab } from './use-lab.ts'

export interface BenchProps {
  readonly state: LabState
  readonly strategies: readonly StrategyDescription[]
  readonly answer: Answer
  readonly refusal?: Outcome['refusal']
  /** How the words were made, where no preset says it. */
  readonly note?: string
}

const noteOf = (preset: string): string => PRESETS.find(({ id }) => id === preset)?.note ?? ''

/** The lab at work: settings on one side, lanes and draws on the other. */
export function Bench({ strategies, ...given }: BenchProps) {
  const [state, setState] = useState(given.state)
  const [drawn, setDrawn] = useState({ draws: state.draws, seed: state.seed })
  const [refusal, setRefusal] = useState(given.refusal)
  // The note stays while words are edited: the row that is being edited must not move.
  const [note, setNote] = useState(given.note ?? noteOf(state.preset))
  const form = useRef<HTMLFormElement>(null)
  const focusAfter = useFocusAfter(form)
  const { view, problem, drawFault } = useLab(state, drawn, given.answer)
  const change = (part: Partial<LabState>) => setState((last) => ({ ...last, ...part }))
  const setChain = (index: number, chain: string) =>
    setState((last) => ({ ...last, lanes: last.lanes.with(index, chain) }))

  const press = (pressed: string) => {
    setRefusal(undefined)
    if (pressed === 'draw') return setDrawn({ draws: state.draws, seed: state.seed })
    if (!form.current) return
    const outcome = act(state, pressed, fieldsOf(form.current))
    setRefusal(outcome.refusal)
    if (outcome.refusal) return
    setState(outcome.state)
    if (outcome.note !== undefined) announce(outcome.note)
    if (outcome.state.entries !== state.entries) setNote(outcome.note ?? noteOf(outcome.state.preset))
    focusAfter(pressed)
  }

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
      <div class="lab-bench">
        <div class="ui-sheet lab-settings">
          <DistributionForm
            state={state}
            raw={view?.raw ?? {}}
            note={note}
            refusal={refusal}
            onPreset={(id) => {
              change(fromPreset(id))
              setNote(noteOf(id))
            }}
            onMode={(mode) => setState((last) => converted({ ...last, mode }, last.mode))}
            onEdit={(index, part) => setState((last) => edited(last, index, part))}
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
          <Share state={{ ...state, ...drawn }} />
        </div>
        <div class="lab-results">
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

/** A word or number was edited: the shape loses its preset's name, or has it again. */
function edited(state: LabState, index: number, part: { readonly word?: string; readonly value?: string }) {
  const { preset, mode, entries } = state
  const entry = entries[index]
  if (!entry) return state
  return { ...state, ...named(preset, mode, entries.with(index, { ...entry, ...part })) }
}

/** The form's fields as pairs, in order. */
function fieldsOf(form: HTMLFormElement): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value)
  return fields
}

/** Enter in a field must not press the first button that removes something; it presses the field's own, if any. */
function pressOnEnter(event: KeyboardEvent, press: (pressed: string) => void): void {
  const { target } = event
  if (event.key !== 'Enter' || event.isComposing || !(target instanceof HTMLInputElement)) return
  event.preventDefault()
  if (target.name === 'context') press('count')
  else if (target.name === 'draws' || target.name === 'seed') press('draw')
}
