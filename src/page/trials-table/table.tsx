import { useMemo } from 'preact/hooks'
import { trialTable } from '../../runs/trials/table.ts'
import { cellsOf, HEAD, HEADLINES, summaryOf } from '../../runs/trials/table-text.ts'
import type { Trial } from '../../runs/trials/trial.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'

/** What all texts measured: metric by metric, lane by lane, against the first lane. */
export function TrialsTable({ trials }: { readonly trials: readonly Trial[] }) {
  const table = useMemo(() => trialTable(trials, HEADLINES), [trials])
  return (
    <>
      <ScrollRegion label="Lanes by metric">
        <table class="trials-table">
          <thead>
            <tr>
              {HEAD.map((name, column) => (
                <th key={column} scope="col" class={column > 1 ? 'ui-number' : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              <tr key={index} class={row.lane === table.lanes[0] ? 'is-first' : undefined}>
                {cellsOf(row).map((cell, column) =>
                  column === 0 ? (
                    <th key={column} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={column} class={column === 1 ? 'ui-mono' : 'ui-number'}>
                      {cell.replaceAll('-', column > 1 ? '−' : '-')}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p class="trials-note">{summaryOf(table)}</p>
    </>
  )
}
