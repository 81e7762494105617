import { count, plural } from '../../ui/numbers.ts'
import { secondsFor } from '../run/speed.ts'
import { costOf } from '../settings/cost.ts'
import { faultsOf } from '../settings/settings.ts'
import { usePage } from '../state/page.ts'

/** What Generate would take, before it is pressed; or why it cannot start. */
export function Estimate() {
  const page = usePage()
  const settings = page.settings.value
  const faults = faultsOf(settings, page.offer.value)
  if (faults.lanes) return <span class="ui-fault">{faults.lanes}</span>
  if (Object.keys(faults).length > 0) return null
  const { texts, tokens } = costOf(settings)
  const seconds = secondsFor(settings)
  return (
    <span>
      {plural(texts, 'text')}, up to {count(tokens)} tokens
      {seconds !== undefined && `, about ${roughly(seconds)}`}
    </span>
  )
}

/** Seconds to one figure or two, minutes from two on. */
function roughly(seconds: number): string {
  if (seconds < 1) return 'a second'
  return seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
}
