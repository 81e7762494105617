import { Button } from '../../ui/button.tsx'
import { Visible } from '../lane/blanks.tsx'
import { SWITCHED_ON } from '../settings/fields.ts'
import { setSettings, usePage, useRun } from '../state/page.ts'

/**
 * What to do about a prompt that ends in a space. A word begins with its space for most models: after one
 * that was typed, only words without one can follow. Token healing stays in sight as long as it is on.
 */
export function PromptEnd() {
  const page = usePage()
  const { prompt, heal, chat } = page.settings.value
  const endsInSpace = !chat && /\S +$/.test(prompt.slice(-100))
  if (!endsInSpace && !heal) return null
  return (
    <div class="prompt-end" id="prompt-end">
      {endsInSpace && (
        <p>
          The prompt ends in a space, and most models write a space as the beginning of the next word.{' '}
          <Button
            class="is-plain is-small ui-needs-js"
            data-do="drop-space"
            onClick={() => setSettings(page, { prompt: prompt.trimEnd() })}
          >
            Drop the space
          </Button>
        </p>
      )}
      <label class="prompt-end-heal">
        <input
          type="checkbox"
          id="heal"
          name="heal"
          value={SWITCHED_ON}
          checked={heal}
          onChange={({ currentTarget }) => setSettings(page, { heal: currentTarget.checked })}
        />
        Token healing: take back the prompt’s last token, and let the first new token begin with its text
      </label>
      <TakenBack />
    </div>
  )
}

/** The token that the run shown went without. */
function TakenBack() {
  const run = useRun()
  const taken = run?.start?.takenBack
  if (!taken || !run.settings.heal) return null
  return (
    <p id="taken-back">
      Taken back for this run: token {taken.token}, “
      <bdi class="ui-mono">
        <Visible text={taken.text} />
      </bdi>
      ”.
    </p>
  )
}
