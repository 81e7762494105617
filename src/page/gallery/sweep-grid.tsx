import type { SweepGrid } from './props.ts'

type Family = SweepGrid['families'][number]

/** A cell a value of each parameter; it opens its texts. */
export const SweepGridView = ({ grid: { human, families } }: { readonly grid: SweepGrid }) => (
  <fieldset class="gallery-grid" aria-label="Cells of the sweep">
    <p class="gallery-caption">
      Each cell: its value, and the perplexity of its texts. It opens two of them. Marked: nearest to human
      text, {human}.
    </p>
    {families.map((family) => (
      <div key={family.parameter} class="gallery-family">
        <p>{family.parameter}</p>
        <ul>
          {family.cells.map((cell) => (
            <li key={cell.dialog}>
              <Cell cell={cell} symbol={family.symbol} />
            </li>
          ))}
        </ul>
      </div>
    ))}
  </fieldset>
)

interface CellProps {
  readonly cell: Family['cells'][number]
  readonly symbol: string
}

const Cell = ({ cell: { value, perplexity, isNearest, dialog }, symbol }: CellProps) => (
  <button
    type="button"
    class={`gallery-cell${isNearest ? ' is-nearest' : ''}`}
    popovertarget={dialog}
    aria-haspopup="dialog"
  >
    <span class="ui-hidden">{symbol} = </span>
    <b>{value}</b>
    <span class="ui-hidden"> perplexity </span>
    <span>{perplexity}</span>
    {isNearest && <span class="ui-hidden"> nearest to human text</span>}
  </button>
)
