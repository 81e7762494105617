import { useState } from 'preact/hooks'
import { messageOf } from '../../../errors.ts'
import { announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { focusOn, focusSoon } from '../../ui/focus.ts'
import { Fault } from '../../ui/notice.tsx'
import { count } from '../../ui/numbers.ts'
import { closePopover, openPopover } from '../../ui/popover.tsx'
import { dropFault, type Page, setSettings } from '../state/page.ts'
import { scoreInstead } from './follow.ts'
import { joined, wantedOf } from './human.ts'

export function editHuman(page: Page, anchor: HTMLElement): void {
  openPopover(anchor, { kind: 'human-popover', label: 'Human text', Body: () => <HumanForm page={page} /> })
}

export function removeHuman(page: Page): void {
  setSettings(page, { human: '', humanP: '' })
  page.humanDraft.value = undefined
  dropFault(page, 'humanP')
  announce('Human text removed')
  focusSoon('[data-focus="add-human"]')
}

/** Names what is wrong, or takes the text over once the model has read it. */
function HumanForm({ page }: { readonly page: Page }) {
  const { human } = page.settings.peek()
  const [text, setText] = useState(draftOf(page) ?? human)
  const [fault, setFault] = useState('')
  const [label, setLabel] = useState(human === '' ? 'Add human text' : 'Score again')
  const type = (typed: string) => {
    setText(typed)
    page.humanDraft.value = typed === human ? undefined : { of: human, text: typed }
  }
  const submit = async () => {
    const typed = text.replaceAll('\r\n', '\n').trim()
    const wrong = textFault(page, typed)
    setFault(wrong)
    const wanted = wantedOf({ ...page.settings.peek(), human: typed }, page.run.peek())
    if (wrong || !wanted) return focusOn(document.getElementById('human-text'))
    setLabel('Scoring')
    try {
      const result = await scoreInstead(wanted)
      if (!result) return
      closePopover()
      page.humanDraft.value = undefined
      page.human.value = { wanted, result }
      setSettings(page, { human: typed })
      announce(`Human text scored, ${result.tokens.length} tokens`)
      focusSoon('[data-focus="human-edit"]')
    } catch (error) {
      setFault(messageOf(error))
      setLabel('Try again')
      focusOn(document.getElementById('human-text'))
    }
  }
  return (
    <div class="ui-field human-form">
      <label for="human-text">A continuation of the prompt, written by a person</label>
      <textarea
        id="human-text"
        rows={7}
        spellcheck={false}
        aria-describedby="human-note"
        value={text}
        onInput={({ currentTarget }) => type(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          event.stopPropagation()
          void submit()
        }}
      />
      <Fault id="human-fault" text={fault} />
      <p class="ui-small ui-quiet" id="human-note">
        The model of the run scores it token by token, as a continuation of the prompt. A space is put before
        it where it needs one.
      </p>
      <div class="human-go">
        <Button class="is-primary" data-human-add onClick={() => void submit()}>
          {label}
        </Button>
        {text !== human && (
          <Button
            class="is-plain"
            data-human-discard
            onClick={() => {
              type(human)
              focusOn(document.getElementById('human-text'))
            }}
          >
            {human === '' ? 'Clear' : 'Discard changes'}
          </Button>
        )}
      </div>
    </div>
  )
}

/** What was typed before the box was closed, if it changes the text that is set. */
function draftOf({ humanDraft, settings }: Page): string | undefined {
  const draft = humanDraft.peek()
  return draft?.of === settings.peek().human ? draft.text : undefined
}

function textFault(page: Page, text: string): string {
  if (text === '') return 'Paste or type a text first.'
  const { length } = joined({ text, prompt: page.settings.peek().prompt })
  const most = page.offer.peek().limits.prompt
  return length > most ? `A text may be at most ${count(most)} characters long, got ${count(length)}.` : ''
}
