import type { ComponentChildren } from 'preact'
import { ScrollRegion } from './scroll-region.tsx'

interface Cell {
  readonly text: ComponentChildren
  readonly kind?: 'ui-number' | 'ui-mono' | undefined
}

interface Props {
  readonly label: string
  /** Shown above it. */
  readonly caption?: string
  readonly columns: readonly Cell[]
  readonly rows: readonly { readonly isFirst?: boolean; readonly cells: readonly Cell[] }[]
  /** Whether its rows have more room, among text. */
  readonly isRoomy?: boolean
}

/** Figures in rows; the first cell of a row names it, and `isFirst` begins a group. */
export const DataTable = ({ label, caption, columns, rows, isRoomy = false }: Props) => (
  <ScrollRegion label={label}>
    <table class={`ui-data${isRoomy ? ' is-roomy' : ''}`}>
      {caption && <caption>{caption}</caption>}
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

/** A cell of a column of figures. */
export const figure = (text: ComponentChildren): Cell => ({ text, kind: 'ui-number' })

/** The head of such a column, in a table of another shape. */
export const FigureHead = ({ children }: { readonly children: ComponentChildren }) => (
  <th scope="col" class="ui-number">
    {children}
  </th>
)
