import type { ComponentChildren } from 'preact'
import { Button } from '../ui/button.tsx'
import { Choices } from '../ui/choices.tsx'
import type { Outcome } from './actions.ts'
import { SAMPLE_TEXT } from './counting.ts'
import { LabFault } from './lab-fault.tsx'
import { type Mode, PRESETS } from './presets.ts'
import type { LabState } from './state.ts'
import { WordTable } from './word-table.tsx'

interface Props {
  readonly state: LabState
  readonly raw: Readonly<Record<number, number>>
  /** About the shape, or how it was made. */
  readonly note: string
  readonly refusal: Outcome['refusal']
  /** Buttons. */
  readonly undo: ComponentChildren
  readonly onPreset: (id: string) => void
  readonly onMode: (mode: Mode) => void
  readonly onEdit: (index: number, change: { readonly word?: string; readonly value?: string }) => void
}

const MODES: Readonly<Record<Mode, { readonly title: string }>> = {
  logits: { title: 'Logits' },
  probabilities: { title: 'Weights' },
  counts: { title: 'Counts' },
}
const SHAPES = Object.fromEntries(PRESETS.map((one) => [one.id, one]))

/** The words to draw from: a shape to begin with, a table to edit, a list to paste, a text to count. */
export const DistributionForm = ({ state, raw, note, refusal, undo, onPreset, onMode, onEdit }: Props) => (
  <section class="lab-part" aria-labelledby="h-distribution">
    <h2 id="h-distribution">Distribution {state.preset === '' && <small>edited</small>}</h2>
    <fieldset class="lab-presets ui-choices">
      <legend class="ui-hidden">A shape to start from</legend>
      <Choices name="preset" choices={SHAPES} chosen={state.preset} choose={onPreset} />
    </fieldset>
    <div class="lab-undo ui-needs-js">{undo}</div>
    <input type="hidden" name="loaded" value={state.preset} />
    <div class="ui-no-js">
      <Button type="submit" class="is-small" name="do" value="load">
        Load the chosen shape
      </Button>
    </div>
    <p class="lab-preset-note">{note}</p>
    <div class="lab-modes">
      <span class="ui-choices ui-segments" role="radiogroup" aria-label="What the numbers are">
        <Choices name="mode" choices={MODES} chosen={state.mode} choose={onMode} />
      </span>
      <small class="ui-quiet">weights and counts need not sum to 1</small>
    </div>
    <input type="hidden" name="was-mode" value={state.mode} />
    <WordTable state={state} raw={raw} onEdit={onEdit} />
    <div class="lab-row">
      <Button icon="plus" type="submit" class="is-small" name="do" value="add-word">
        Add a word
      </Button>
      <Button type="submit" class="is-plain is-small" name="do" value="reset">
        Reset
      </Button>
    </div>
    <PastedList message={refusal?.field === 'list' ? refusal.message : ''} />
    <CountedText state={state} message={refusal?.field === 'count' ? refusal.message : ''} />
  </section>
)

const PastedList = ({ message }: { readonly message: string }) => (
  <details class="lab-more" open={message !== ''}>
    <summary>Paste a list</summary>
    <label for="lab-pasted">{'Lines of “word number”, or JSON such as {"cat": 2.4, "dog": 1.8}'}</label>
    <textarea
      id="lab-pasted"
      class="lab-input"
      name="pasted"
      rows={4}
      spellcheck={false}
      aria-describedby="lab-list-error"
    />
    <LabFault id="lab-list-error" text={message} />
    <Button type="submit" class="is-small" name="do" value="list">
      Use this list
    </Button>
  </details>
)

const CountedText = ({ state, message }: { readonly state: LabState; readonly message: string }) => (
  <details class="lab-more" open={message !== '' || state.context !== ''}>
    <summary>Count a text</summary>
    <label for="lab-text">A few sentences: the smallest language model there is</label>
    <textarea
      id="lab-text"
      class="lab-input is-serif"
      name="text"
      rows={5}
      defaultValue={state.text || SAMPLE_TEXT}
    />
    <label for="lab-context">Count what follows these one or two words</label>
    <div class="lab-row">
      <input
        id="lab-context"
        class="lab-input is-serif"
        name="context"
        defaultValue={state.context || 'the cat'}
        aria-describedby="lab-count-error"
      />
      <Button type="submit" class="is-small" name="do" value="count">
        Count
      </Button>
    </div>
    <LabFault id="lab-count-error" text={message} />
  </details>
)
