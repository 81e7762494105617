import { useEffect, useState } from 'preact/hooks'
import { paramsWithBranches } from '../branch/branch.ts'
import { chainsOf, FactRows, factsOf } from '../settings/facts.tsx'
import { usePage, useRun } from '../state/page.ts'

/** On paper only: what was run, and where it can be run again. */
export function PrintFoot() {
  const page = usePage()
  const run = useRun()
  const [origin, setOrigin] = useState('')
  useEffect(() => setOrigin(location.origin), [])
  if (!run) return null
  const { human, humanP } = page.settings.value
  const link = `${origin}/?${paramsWithBranches(run, { ...run.settings, human, humanP })}`
  const lanes = { term: 'Lanes', value: chainsOf(page.views.value) }
  return (
    <footer class="print-foot">
      <dl>
        <FactRows facts={[...factsOf(run, page.offer.value.models), lanes]} />
      </dl>
      <p class="print-link">{link}</p>
    </footer>
  )
}
