import { useRef, useState } from 'preact/hooks'
import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { announce } from '../ui/announce.tsx'
import { undo } from '../ui/history.ts'
import type { Way } from '../ui/undo-buttons.tsx'
import { act, converted, type Outcome } from './actions.ts'
import type { LabExercise } from './exercise.ts'
import { focusAfter } from './focus-after.ts'
import { type Mode, PRESETS } from './presets.ts'
import { fromPreset, type LabState, named } from './state.ts'
import { edited, startEdited, walked } from './undo.ts'
import { type Answer, useLab } from './use-lab.ts'

export interface BenchProps {
  /** What the lab is set up for, where its link names an exercise. */
  readonly exercise?: LabExercise
  readonly state: LabState
  readonly strategies: readonly StrategyDescription[]
  readonly answer: Answer
  readonly refusal?: Outcome['refusal']
  /** What a link or a posted form asks for that the lab cannot do, in a sentence. */
  readonly fault?: string
  /** How the words were made, where they are no preset's. */
  readonly note?: string
}

interface Edit {
  readonly word?: string
  readonly value?: string
}

const noteOf = (preset: string): string => PRESETS.find(({ id }) => id === preset)?.note ?? ''

/** The bench's settings, what is drawn of them, and what its controls do. */
export function useBench(given: BenchProps) {
  // The note stays while words are edited: the row that is being edited must not move.
  const [bench, setBench] = useState(() => startEdited(given.state, given.note ?? noteOf(given.state.preset)))
  const { state, note, history } = bench
  const [drawn, setDrawn] = useState({ draws: state.draws, seed: state.seed })
  const [refusal, setRefusal] = useState(given.refusal)
  const form = useRef<HTMLFormElement>(null)
  const answer = useLab(state, drawn, given.answer, given.strategies, given.exercise?.id)

  const setState = (change: (last: LabState) => LabState, newNote?: string) =>
    setBench((last) => edited(last, change(last.state), newNote ?? last.note, performance.now()))

  const press = (pressed: string) => {
    setRefusal(undefined)
    if (pressed === 'draw') return setDrawn({ draws: state.draws, seed: state.seed })
    if (!form.current) return
    const outcome = act(state, pressed, fieldsOf(form.current))
    setRefusal(outcome.refusal)
    if (outcome.refusal) return
    const isOther = outcome.state.entries !== state.entries
    setState(() => outcome.state, isOther ? (outcome.note ?? noteOf(outcome.state.preset)) : undefined)
    if (outcome.note !== undefined) announce(outcome.note)
    focusAfter(pressed)
  }

  /** Undoes or redoes. @returns what it was */
  const go = (way: Way): string | undefined => {
    const words = (way === undo ? history.past.at(-1) : history.future[0])?.words
    if (words === undefined) return undefined
    setRefusal(undefined)
    setBench((last) => walked(last, way))
    return words
  }

  return {
    ...{ form, state, drawn, refusal, note, answer, press, history, go },
    change: (part: Partial<LabState>) => setState((last) => ({ ...last, ...part })),
    setChain: (index: number, chain: string) =>
      setState((last) => ({ ...last, lanes: last.lanes.with(index, chain) })),
    edit: (index: number, part: Edit) => setState((last) => withEdit(last, index, part)),
    setMode: (mode: Mode) => setState((last) => converted({ ...last, mode }, last.mode)),
    setPreset: (id: string) => {
      setState((last) => ({ ...last, ...fromPreset(id) }), noteOf(id))
    },
  }
}

/** A word or number was edited: the shape loses its preset's name, or has it again. */
function withEdit(state: LabState, index: number, part: Edit) {
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
