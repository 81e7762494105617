import { Fault } from '../../ui/notice.tsx'
import { Term } from '../../ui/term.tsx'
import { faultsOf } from '../settings/settings.ts'
import { dropFault, type Page, setSettings, usePage } from '../state/page.ts'

type FieldName = 'prompt' | 'maxTokens' | 'samples' | 'seed' | 'stop'

/** What a field needs: a fault goes as soon as it is mended; a new one waits until the field is left. */
export function fieldProps(page: Page, name: FieldName) {
  const faultNow = () => faultsOf(page.settings.peek(), page.offer.peek())[name]
  return {
    id: name,
    name,
    value: page.settings.value[name],
    'aria-invalid': page.faults.value[name] === undefined ? undefined : ('true' as const),
    onInput({ currentTarget }: { readonly currentTarget: { readonly value: string } }) {
      setSettings(page, { [name]: currentTarget.value })
      if (page.faults.peek()[name] !== undefined && !faultNow()) dropFault(page, name)
    },
    onChange() {
      const fault = faultNow()
      if (fault) page.faults.value = { ...page.faults.peek(), [name]: fault }
    },
  }
}

/** The label of a field that has to be explained; the field itself has its name, too. */
export const FieldTerm = (props: Parameters<typeof Term>[0]) => (
  <span class="ui-field-label">
    <Term {...props} />
  </span>
)

/** The place of a field's fault. */
export const FieldFault = ({ name }: { readonly name: FieldName | 'chat' }) => (
  <div data-fault={name}>
    <Fault text={usePage().faults.value[name]} />
  </div>
)
