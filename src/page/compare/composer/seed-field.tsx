import { freshSeed } from '../../../sampling/random.ts'
import { announce } from '../../ui/announce.tsx'
import { copied } from '../../ui/clipboard.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { generate } from '../run/generate.ts'
import { dropFault, setSettings, usePage } from '../state/page.ts'
import { FieldFault, FieldTerm, fieldProps } from './field.tsx'

/** The seed is never empty: copied, or drawn anew. */
export function SeedField() {
  const page = usePage()
  const draw = () => {
    setSettings(page, { seed: String(freshSeed()) })
    dropFault(page, 'seed')
  }
  const copy = async () => announce(await copied(page.settings.peek().seed, 'Seed copied'))
  return (
    <div class="ui-field">
      <FieldTerm
        name="Seed"
        meaning="The same seed gives the same text. Draw again takes a new seed and generates."
      />
      <div class="ui-box">
        <input {...fieldProps(page, 'seed')} class="ui-mono" inputmode="numeric" aria-label="Seed" />
        <IconButton
          class="ui-needs-js"
          icon="copy"
          label="Copy seed"
          data-do="copy-seed"
          onClick={() => void copy()}
        />
        <IconButton class="ui-needs-js" icon="dice" label="New random seed" data-do="dice" onClick={draw} />
      </div>
      <button
        class="ui-button is-plain is-small ui-needs-js"
        type="button"
        data-do="draw-again"
        onClick={() => {
          draw()
          generate(page)
        }}
      >
        <Icon name="dice" /> Draw again
      </button>
      <FieldFault name="seed" />
    </div>
  )
}
