import { COUPLINGS } from '../../../sampling/coupling.ts'
import { Select } from '../../ui/select.tsx'
import { otherCoupling } from '../settings/link.ts'
import { setSettings, usePage } from '../state/page.ts'
import { FieldTerm } from './field.tsx'

const TITLES = {
  'inverse-cdf': 'one number a token',
  'gumbel-max': 'noise for every token',
} as const

/** How lanes that sample share the chance of a seed. */
export function CouplingField() {
  const page = usePage()
  const { coupling = COUPLINGS[0] } = page.settings.value
  return (
    <div class="ui-field">
      <FieldTerm
        name="Shared chance"
        meaning={
          'Lanes that sample draw with the same random numbers, so that they differ by their ' +
          'chains only. Both ways draw exactly; noise for every token keeps lanes together ' +
          'longer.'
        }
      />
      <Select
        id="coupling"
        name="coupling"
        aria-label="Shared chance"
        value={coupling}
        options={COUPLINGS.map((id) => ({ id, title: TITLES[id] }))}
        choose={(id) => setSettings(page, { coupling: otherCoupling(id) })}
      />
    </div>
  )
}
