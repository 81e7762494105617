import { COUPLINGS } from '../../../sampling/coupling.ts'
import { Icon } from '../../ui/icon.tsx'
import { otherCoupling } from '../settings/link.ts'
import { setSettings, usePage } from '../state/page.ts'

const TITLES = {
  'inverse-cdf': 'Lanes share: one number a step',
  'gumbel-max': 'Lanes share: noise for every token',
} as const

/** How lanes that sample share the chance of a seed. */
export function CouplingField() {
  const page = usePage()
  const { coupling = COUPLINGS[0] } = page.settings.value
  return (
    <div
      class="ui-box"
      title="Lanes that sample share chance. Both ways draw exactly; noise for every token keeps lanes together longer."
    >
      <select
        id="coupling"
        name="coupling"
        aria-label="How lanes share chance"
        value={coupling}
        onChange={({ currentTarget }) => setSettings(page, { coupling: otherCoupling(currentTarget.value) })}
      >
        {COUPLINGS.map((id) => (
          <option key={id} value={id} selected={id === coupling}>
            {TITLES[id]}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </div>
  )
}
