import type { TargetedEvent } from 'preact'
import { useState } from 'preact/hooks'
import type { PlannedTrial } from '../../runs/trials/prompts.ts'
import { Button } from '../ui/button.tsx'
import { useFocusAfter } from '../ui/focus.ts'
import { Fault } from '../ui/notice.tsx'
import { plural } from '../ui/numbers.ts'
import { readTextFile } from '../ui/read-file.ts'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { TrialsProps } from './props.ts'
import { mostOf, planOf, type TrialSettings } from './settings.ts'

interface Props extends TrialsProps {
  readonly settings: TrialSettings
  readonly isRunning: boolean
  readonly onChange: (settings: TrialSettings) => void
  readonly onStart: () => void
  readonly onStop: () => void
}

const [START, STOP] = ['[data-do="start"]', '[data-do="stop"]']

/** Files above this are not read. */
const MOST_BYTES = 4_000_000

/** Prompts, lanes and seeds, and what they come to. */
export function TrialsForm(props: Props) {
  const { settings, isRunning, models, onChange, onStart, onStop } = props
  const plan = planOf(settings, props)
  const [fileFault, setFileFault] = useState('')
  useFocusAfter(START, isRunning, STOP)
  useFocusAfter(STOP, !isRunning, START)
  const isEmpty = settings.prompts.trim() === ''
  const write = (name: keyof TrialSettings) => (event: TargetedEvent<HTMLElement>) =>
    onChange({ ...settings, [name]: (event.currentTarget as HTMLInputElement).value })
  const open = async (event: TargetedEvent<HTMLInputElement>) => {
    const input = event.currentTarget
    const [file] = input.files ?? []
    if (!file) return
    const read = await readTextFile(file, MOST_BYTES, 'a file of prompts')
    if ('text' in read) onChange({ ...settings, prompts: read.text })
    // What is chosen again is read again.
    else input.value = ''
    setFileFault('fault' in read ? `${file.name} is not read. ${read.fault}` : '')
  }
  const submit = (event: TargetedEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (typeof plan !== 'string') onStart()
  }
  return (
    <form class="trials-form ui-sheet ui-needs-js" onSubmit={submit}>
      <div class="ui-field trials-prompts">
        <label for="prompts">Prompts, one a line</label>
        <textarea
          id="prompts"
          rows={8}
          value={settings.prompts}
          onInput={write('prompts')}
          placeholder={'Once upon a time\nThe old man looked at the sea and'}
          spellcheck={false}
        />
        <label class="trials-file">
          or a file of them, text or JSON lines, up to 4 MB
          <input type="file" accept=".txt,.jsonl,text/plain" onChange={(event) => void open(event)} />
        </label>
        <Fault text={fileFault} />
      </div>
      <div class="ui-field trials-lanes">
        <label for="lanes">Lanes, one chain a line; each is compared with the first</label>
        <textarea
          id="lanes"
          class="ui-mono"
          rows={4}
          value={settings.lanes}
          onInput={write('lanes')}
          spellcheck={false}
        />
      </div>
      <div class="trials-numbers">
        <TextField label="Seeds" id="seeds" value={settings.seeds} onInput={write('seeds')} />
        <TextField
          label="Max new tokens"
          id="tokens"
          inputmode="numeric"
          value={settings.maxTokens}
          onInput={write('maxTokens')}
        />
        <div class="ui-field">
          <label for="model">Model</label>
          <Select
            id="model"
            value={settings.model}
            options={models}
            choose={(model) => onChange({ ...settings, model })}
          />
        </div>
      </div>
      <div class="trials-start">
        {/* Two buttons with keys: one that changed its type while it is pressed would start again. */}
        {isRunning ? (
          <Button key="stop" data-do="stop" onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button
            key="start"
            type="submit"
            class="is-primary"
            data-do="start"
            disabled={typeof plan === 'string'}
          >
            Run
          </Button>
        )}
        {typeof plan === 'string' ? (
          isEmpty ? (
            <p class="trials-note">{plan}</p>
          ) : (
            <Fault text={plan} />
          )
        ) : (
          <p class="trials-note">{costOf(plan)}</p>
        )}
      </div>
    </form>
  )
}

/** What the runs will make, before they are made. */
function costOf(plan: readonly PlannedTrial[]): string {
  const { texts, tokens } = mostOf(plan)
  return `${plural(plan.length, 'run')}, up to ${plural(texts, 'text')} and ${plural(tokens, 'token')}`
}
