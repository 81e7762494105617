import { DataTable } from '../ui/data-table.tsx'
import type { Measured } from './props.ts'

interface Props {
  readonly title: string
  readonly table: Measured['table']
}

const kindOf = (isNumber: boolean) => (isNumber ? 'ui-number' : undefined)

/** All figures of a card. */
export const NumbersTable = ({ title, table }: Props) => (
  <details class="gallery-numbers" open={table.isOpen}>
    <summary>All figures as a table</summary>
    <DataTable
      label={`Figures: ${title}`}
      columns={table.columns.map(({ name, isNumber }) => ({ text: name, kind: kindOf(isNumber) }))}
      rows={table.rows.map((row) => ({
        cells: row.map(({ text, isNumber }) => ({ text, kind: kindOf(isNumber) })),
      }))}
    />
  </details>
)
