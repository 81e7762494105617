import { ScrollRegion } from './scroll-region.tsx'

interface Cell {
  readonly text: string
  readonly kind?: 'ui-number' | 'ui-mono' | undefined
}

interface Props {
  readonly label: string
  readonly columns: readonly Cell[]
  readonly rows: readonly { readonly isFirst?: boolean; readonly cells: readonly Cell[] }[]
}

/** Figures in rows; the first cell of a row names it, and `isFirst` begins a group. */
export const DataTable = ({ label, columns, rows }: Props) => (
  <ScrollRegion label={label}>
    <table class="ui-data">
      <thead>
        <tr>
          {columns.map(({ text, kind }, column) => (
            <th key={column} scope="col" class={kind}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ isFirst, cells: [name, ...cells] }, row) => (
          <tr key={row} class={isFirst ? 'is-first' : undefined}>
            <th scope="row">{name?.text}</th>
            {cells.map(({ text, kind }, column) => (
              <td key={column} class={kind}>
                {text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
)
