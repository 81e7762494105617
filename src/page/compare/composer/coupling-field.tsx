import { COUPLINGS } from '../../../sampling/coupling.ts'
import { otherCoupling } from '../settings/link.ts'
import { setSettings, usePage } from '../state/page.ts'

const TITLES = {
  'inverse-cdf': 'one number a step',
  'gumbel-max': 'noise for every token',
} as const

/** How lanes that sample share the chance of a seed. */
export function CouplingField() {
  const page = usePage()
  const { coupling = COUPLINGS[0] } = page.settings.value
  return (
    <label
      class="coupling small"
      title="How lanes that sample share chance. Both draw exactly; noise for every token keeps lanes together longer."
    >
      <span>Shared:</span>{' '}
      <select
        id="coupling"
        name="coupling"
        value={coupling}
        onChange={({ currentTarget }) => setSettings(page, { coupling: otherCoupling(currentTarget.value) })}
      >
        {COUPLINGS.map((id) => (
          <option key={id} value={id} selected={id === coupling}>
            {TITLES[id]}
          </option>
        ))}
      </select>
    </label>
  )
}
