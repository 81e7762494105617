import { ScrollRegion } from '../ui/scroll-region.tsx'
import type { Measured } from './props.ts'

/** All figures of a card. */
export const NumbersTable = ({
  title,
  table,
}: {
  readonly title: string
  readonly table: Measured['table']
}) => (
  <details class="gallery-numbers" open={table.isOpen}>
    <summary>All figures as a table</summary>
    <ScrollRegion label={`Figures: ${title}`}>
      <table class="gallery-data">
        <thead>
          <tr>
            {table.columns.map(({ name, isNumber }) => (
              <th key={name} scope="col" class={isNumber ? 'ui-number' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map(({ text, isNumber }, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {text}
                  </th>
                ) : (
                  <td key={column} class={isNumber ? 'ui-number' : undefined}>
                    {text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </details>
)
