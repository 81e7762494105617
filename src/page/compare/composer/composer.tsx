import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { useFocusAfter } from '../../ui/focus.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { plural } from '../../ui/numbers.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { isMac } from '../history/undo.tsx'
import { generate, stop } from '../run/generate.ts'
import { isBusy } from '../run/run.ts'
import { modelLabel } from '../settings/model-label.ts'
import { setSettings, usePage, useRun } from '../state/page.ts'
import { ChatSwitch, Given } from './chat.tsx'
import { CouplingField } from './coupling-field.tsx'
import { FieldFault, FieldTerm, fieldProps } from './field.tsx'
import { modelNote } from './model-note.ts'
import { PromptEnd } from './prompt-end.tsx'
import { AFTER_STOP, STOP } from './run-buttons.ts'
import { Runline } from './runline.tsx'
import { SeedField } from './seed-field.tsx'
import { Tools } from './tools.tsx'

/** The settings that all lanes share. Without scripts it is a form that posts to this page. */
export function Composer() {
  const page = usePage()
  return (
    <form
      id="compare"
      class="composer-form"
      method="post"
      action="/"
      autocomplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        generate(page)
      }}
    >
      <PromptField />
      <div class="composer-settings">
        <ModelField />
        <NumberField name="maxTokens" label="Max new tokens" />
        <NumberField name="samples" label="Samples per lane" />
        <SeedField />
        <div class="composer-ends-and-chance">
          <StopField />
          <CouplingField />
        </div>
      </div>
      <div class="composer-actions">
        <Button class="is-primary" type="submit">
          Generate <Shortcut />
        </Button>
        <StopButton />
        <span class="composer-runline" id="runline">
          <Runline />
        </span>
        <Tools />
      </div>
    </form>
  )
}

function PromptField() {
  const page = usePage()
  const run = useRun()
  const props = fieldProps(page, 'prompt')
  const isSame = run && run.settings.prompt === props.value && run.promptTokens.length > 0
  // A parser takes the first line break of a text area away.
  const value = typeof document === 'undefined' ? `\n${props.value}` : props.value
  return (
    <div class="composer-prompt">
      <div class="composer-prompt-head">
        <label for="prompt">Prompt</label>
        <span class="ui-quiet" id="prompt-tokens">
          {isSame ? plural(run.promptTokens.length, 'token') : ''}
        </span>
      </div>
      <textarea {...props} value={value} rows={3} spellcheck={false} dir="auto" />
      <PromptEnd />
      <FieldFault name="prompt" />
      <ChatSwitch />
      <Given />
    </div>
  )
}

function ModelField() {
  const page = usePage()
  const { model } = page.settings.value
  const { models } = page.offer.value
  return (
    <div class="ui-field">
      <label for="model">Model</label>
      <Select
        id="model"
        name="model"
        value={model}
        options={models.map((one) => ({ id: one.id, title: modelLabel(one) }))}
        choose={(id) => setSettings(page, { model: id })}
      />
      <div id="model-note" class="ui-small">
        {modelNote(page.settings.value, models)}
      </div>
    </div>
  )
}

function NumberField({ name, label }: { readonly name: 'maxTokens' | 'samples'; readonly label: string }) {
  const page = usePage()
  return (
    <TextField {...fieldProps(page, name)} label={label} inputmode="numeric">
      <FieldFault name={name} />
    </TextField>
  )
}

/** Where a text ends besides its length: a beam, too, ends there. */
function StopField() {
  const page = usePage()
  return (
    <div class="ui-field composer-stop-texts">
      <FieldTerm
        name="Stop texts"
        meaning="A text ends with the token that completes one of these. One a line; \n is a line break."
      />
      <div class="ui-box">
        <textarea
          {...fieldProps(page, 'stop')}
          class="ui-mono"
          rows={1}
          placeholder="none"
          aria-label="Stop texts"
          spellcheck={false}
        />
      </div>
      <FieldFault name="stop" />
    </div>
  )
}

function StopButton() {
  const page = usePage()
  const isOff = !isBusy(useRun())
  useFocusAfter(STOP, isOff, ...AFTER_STOP)
  return (
    <Button icon="stop" class="ui-needs-js" data-do="stop" disabled={isOff} onClick={() => stop(page)}>
      Stop
    </Button>
  )
}

/** Which key it is, only the browser knows. */
function Shortcut() {
  const [key, setKey] = useState('Ctrl')
  useEffect(() => {
    if (isMac()) setKey('⌘')
  }, [])
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing here takes the focus
    <kbd class="ui-needs-js" aria-hidden="true">
      <span class="key-mod">{key}</span> ↵
    </kbd>
  )
}

/** Generate and Stop at the bottom of a phone. */
export function Dock() {
  const page = usePage()
  const run = useRun()
  return (
    <div class="composer-dock ui-needs-js">
      <Button class="is-primary" type="submit" form="compare">
        Generate
      </Button>
      <IconButton
        class=""
        icon="stop"
        label="Stop"
        data-do="stop"
        disabled={!isBusy(run)}
        onClick={() => stop(page)}
      />
    </div>
  )
}
