import { Icon } from '../ui/icon.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { Command } from './command.tsx'
import { Contexts } from './contexts.tsx'
import { FigureView } from './figure.tsx'
import { PairTableView } from './pair-table.tsx'
import type { Card, Measured } from './props.ts'
import { SpecimenView } from './specimen.tsx'
import { SweepGridView } from './sweep-grid.tsx'

interface Props {
  readonly card: Card
  readonly measured: Measured
}

/** What was measured: texts, tables and figures, the checks that decide the verdict, and how to make it again. */
export function CardBody({ card: { title, command }, measured }: Props) {
  const { isOwn, verdict, specimens, tableOne, figure, grid, contexts, texts } = measured
  return (
    <div class="gallery-body">
      {!isOwn && (
        <p class="gallery-foreign">
          <Icon name="warn" />
          <span>
            Measured on another model file, where it was: <b>{verdict}</b>.
          </span>
        </p>
      )}
      {specimens.map((specimen, index) => (
        <SpecimenView key={specimen.dialog} specimen={specimen} index={index} />
      ))}
      {tableOne && <PairTableView table={tableOne} label={title} />}
      {figure && <FigureView figure={figure} />}
      {grid && <SweepGridView grid={grid} />}
      {contexts.length > 0 && <Contexts contexts={contexts} />}
      {texts.length > 0 && <Texts texts={texts} />}
      <Checks checks={measured.checks} />
      <Carried measured={measured} />
      <Numbers title={title} table={measured.table} />
      <details class="gallery-again">
        <summary>Make it again</summary>
        <Command command={command} />
        <dl>
          {measured.source.facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  )
}

const Texts = ({ texts }: Pick<Measured, 'texts'>) => (
  <div class="gallery-texts">
    <span class="gallery-caption">Texts</span>
    <ul>
      {texts.map(({ name, dialog }) => (
        <li key={dialog}>
          <button type="button" class="ui-button is-small" popovertarget={dialog} aria-haspopup="dialog">
            {name}
          </button>
        </li>
      ))}
    </ul>
  </div>
)

const Checks = ({ checks }: Pick<Measured, 'checks'>) => (
  <ul class="gallery-checks">
    {checks.map(({ statement, measured, passed }) => (
      <li key={statement}>
        <Icon name={passed ? 'check' : 'fail'} kind={passed ? 'pass' : 'fail'} />
        <span>
          <span class="ui-hidden">{passed ? 'Passed: ' : 'Failed: '}</span>
          {statement}
        </span>
        <span class="ui-number">{measured}</span>
      </li>
    ))}
  </ul>
)

function Carried({ measured: { carried, lost } }: Pick<Props, 'measured'>) {
  if (carried.length + lost.length === 0) return null
  return (
    <div class="gallery-two gallery-carried">
      {carried.length > 0 && (
        <section>
          <h3>Carried over from the paper ({carried.length})</h3>
          <ul>
            {carried.map((statement) => (
              <li key={statement}>
                <Icon name="check" kind="pass" />
                <span>{statement}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {lost.length > 0 && (
        <section>
          <h3>Did not carry over ({lost.length})</h3>
          <ul>
            {lost.map(({ statement, why }) => (
              <li key={statement}>
                <Icon name="fail" kind="fail" />
                <span>
                  {statement}
                  <small>A likely reason: {why}</small>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

const Numbers = ({ title, table }: { readonly title: string; readonly table: Measured['table'] }) => (
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
