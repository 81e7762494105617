import { plural } from '../../ui/numbers.ts'
import { Visible } from '../lane/blanks.tsx'
import { SWITCHED_ON } from '../settings/fields.ts'
import { modelsOf } from '../settings/models-of.ts'
import { titleOf } from '../settings/offer.ts'
import { dropFault, setSettings, usePage, useRun } from '../state/page.ts'
import { FieldFault } from './field.tsx'

/**
 * Whether the prompt goes into the model's chat template. Away where no lane's model has one, unless it is
 * on.
 */
export function ChatSwitch() {
  const page = usePage()
  const settings = page.settings.value
  const { models } = page.offer.value
  const templates = modelsOf(settings).map((id) => models.find((one) => one.id === id)?.hasChat)
  if (templates.every((has) => has === false) && !settings.chat) return null
  // Nobody knows it of a model that was not fetched yet.
  const isOpen = !templates.includes(true) && templates.includes(undefined)
  return (
    <div>
      <label class="chat-switch">
        <input
          type="checkbox"
          id="chat"
          name="chat"
          value={SWITCHED_ON}
          checked={settings.chat}
          onChange={({ currentTarget }) => {
            setSettings(page, { chat: currentTarget.checked })
            dropFault(page, 'chat')
          }}
        />
        Ask as a conversation, in the model’s chat template{isOpen && ', if it has one'}
      </label>
      <FieldFault name="chat" />
    </div>
  )
}

/** The tokens that the template made of the prompt: what the model really reads. */
export function Given() {
  const page = usePage()
  const run = useRun()
  if (!run?.given) return null
  const title = titleOf(run.settings.model, page.offer.value.models)
  return (
    <details class="chat-given" id="given" open>
      <summary>
        What {title} is given: {plural(run.given.length, 'token')}
      </summary>
      <p dir="auto">
        {run.given.map(({ token, text }, index) => (
          <span key={index} class="chat-token" title={`Token ${token}`}>
            <Visible text={text} />
          </span>
        ))}
      </p>
    </details>
  )
}
