import { LabFault } from './lab-fault.tsx'
import { historyOf } from './request.ts'
import type { LabState } from './state.ts'

interface Props {
  readonly state: LabState
  readonly onHistory: (history: string) => void
}

/** Words chosen before, which the repetition steps look at. */
export function HistoryField({ state, onHistory }: Props) {
  const found = historyOf(state)
  const fault = 'message' in found ? found.message : ''
  return (
    <section class="lab-part" aria-labelledby="h-history">
      <h2 id="h-history">
        <label for="lab-history">History</label> <small>for the repetition steps</small>
      </h2>
      <input
        id="lab-history"
        class="lab-input is-serif"
        name="history"
        value={state.history}
        placeholder="cat dog cat"
        aria-describedby="lab-history-error"
        autoComplete="off"
        {...(fault && { 'aria-invalid': 'true' })}
        onInput={({ currentTarget }) => onHistory(currentTarget.value)}
      />
      <LabFault id="lab-history-error" text={fault} />
    </section>
  )
}
