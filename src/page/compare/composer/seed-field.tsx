import { freshSeed } from '../../../sampling/random.ts'
import { announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { copied } from '../../ui/clipboard.ts'
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
      <Button
        icon="dice"
        class="is-plain is-small ui-needs-js"
        data-do="draw-again"
        onClick={() => {
          draw()
          generate(page)
        }}
      >
        Draw again
      </Button>
      <FieldFault name="seed" />
    </div>
  )
}
