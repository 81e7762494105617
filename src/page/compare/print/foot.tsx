import { useEffect, useState } from 'preact/hooks'
import { paramsWithBranches } from '../branch/branch.ts'
import { chainOf, factsOf } from '../settings/facts.ts'
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
  return (
    <footer class="print-foot">
      <dl>
        {factsOf(run, page.offer.value.models).map(({ term, value }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Lanes</dt>
          <dd>{page.views.value.map((view) => `${view.letter} ${chainOf(view)}`).join(', ')}</dd>
        </div>
      </dl>
      <p class="print-link">{link}</p>
    </footer>
  )
}
