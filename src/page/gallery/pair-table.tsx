import { FigureHead } from '../ui/data-table.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { MeasuresButton } from './measures.tsx'
import type { PairTable } from './props.ts'

/** Table 1: ours in ink, the paper's beside it in grey. */
export const PairTableView = ({ table, label }: { readonly table: PairTable; readonly label: string }) => (
  <div class="gallery-pairs-block">
    <ScrollRegion label={label}>
      <table class="ui-data is-roomy gallery-pairs">
        <thead>
          <tr>
            <th scope="col">method</th>
            {table.columns.map((column) => (
              <Heads key={column.name} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <Row key={row.name} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
    <p class="gallery-caption">
      First of each pair: {table.model}. Grey, beside it: GPT-2 Large, from the paper. Compare the order
      within a column, not the numbers across it. A method’s name opens a text it wrote.
    </p>
  </div>
)

const Heads = ({ column }: { readonly column: PairTable['columns'][number] }) => (
  <>
    <FigureHead>
      <MeasuresButton {...column} />
    </FigureHead>
    <th scope="col" class="ui-number is-paper">
      paper<span class="ui-hidden">’s {column.name}</span>
    </th>
  </>
)

const Row = ({ row: { kind, name, dialog, pairs } }: { readonly row: PairTable['rows'][number] }) => (
  <tr class={`gallery-pair ${kind}`.trim()}>
    <th scope="row">
      {dialog === undefined ? (
        name
      ) : (
        <button
          type="button"
          popovertarget={dialog}
          aria-haspopup="dialog"
          aria-label={`${name}: a text of it`}
        >
          {name}
        </button>
      )}
    </th>
    {pairs.map(([ours, paper], index) => (
      <Pair key={index} ours={ours} paper={paper} />
    ))}
  </tr>
)

const Pair = ({ ours, paper }: { readonly ours: string; readonly paper: string }) => (
  <>
    <td class="ui-number">{ours}</td>
    <td class="ui-number is-paper">{paper}</td>
  </>
)
