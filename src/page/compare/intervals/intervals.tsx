import { useMemo, useState } from 'preact/hooks'
import type { TrialsTable } from '../../trials-table/table.tsx'
import { letterOf } from '../../ui/lane.ts'
import { resultOf } from '../files/export.ts'
import type { Run } from '../run/run.ts'
import { useRun } from '../state/page.ts'

/** The run as the only one of some trials; lanes go by their letters too, for two may have one chain. */
function trialsOf(run: Run) {
  const result = resultOf(run)
  const lanes = result.lanes.map((lane, index) => ({
    ...lane,
    lane: `${letterOf(run.lanes[index]!.key)} ${lane.lane}`,
  }))
  return [{ prompt: 0, result: { ...result, lanes } }]
}

/**
 * What the samples of the lanes measured, with intervals, and each lane against the first: as trials have it.
 */
export function Intervals() {
  const run = useRun()
  const [Table, setTable] = useState<typeof TrialsTable>()
  if (run?.phase !== 'done' || !run.lanes.some(({ samples }) => samples.length > 1)) return null
  const [first] = run.lanes
  return (
    <details
      class="ui-sheet intervals-panel ui-needs-js"
      onToggle={async ({ currentTarget }) => {
        if (!currentTarget.open || Table) return
        const { TrialsTable } = await import('../../trials-table/table.tsx')
        setTable(() => TrialsTable)
      }}
    >
      <summary>
        Means of the samples with 95% intervals, and paired differences from lane {letterOf(first!.key)}
      </summary>
      {Table && <Measured run={run} Table={Table} />}
    </details>
  )
}

function Measured({ run, Table }: { readonly run: Run; readonly Table: typeof TrialsTable }) {
  const trials = useMemo(() => trialsOf(run), [run])
  return <Table trials={trials} />
}
