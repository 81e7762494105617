import { useMemo } from 'preact/hooks'
import { trialTable } from '../../runs/trials/table.ts'
import { cellsOf, HEAD, HEADLINES, headlineTerms, summaryOf } from '../../runs/trials/table-text.ts'
import type { Trial } from '../../runs/trials/trial.ts'
import { DataTable } from '../ui/data-table.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'

/** What all texts measured: metric by metric, lane by lane, against the first lane. */
export function TrialsTable({ trials }: { readonly trials: readonly Trial[] }) {
  const table = useMemo(() => trialTable(trials, HEADLINES), [trials])
  const kindOf = (column: number) => (column > 1 ? 'ui-number' : 'ui-mono')
  return (
    <>
      <DataTable
        label="Lanes by metric"
        columns={HEAD.map((text, column) => ({ text, kind: column > 1 ? 'ui-number' : undefined }))}
        rows={table.rows.map((row) => ({
          isFirst: row.lane === table.lanes[0],
          cells: cellsOf(row).map((cell, column) => ({
            text: column > 1 ? cell.replaceAll('-', '−') : cell,
            kind: kindOf(column),
          })),
        }))}
      />
      <p class="trials-note">{summaryOf(table)}</p>
      <details class="trials-measures">
        <summary>What the measures mean</summary>
        <DefinitionList terms={headlineTerms} />
      </details>
    </>
  )
}
