import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Carried, Checks } from './checks.tsx'
import { Command } from './command.tsx'
import { Contexts } from './contexts.tsx'
import { FigureView } from './figure.tsx'
import { NumbersTable } from './numbers-table.tsx'
import { PairTableView } from './pair-table.tsx'
import type { Card, Measured } from './props.ts'
import { SpecimenView } from './specimen.tsx'
import { SweepGridView } from './sweep-grid.tsx'

interface Props {
  readonly card: Card
  readonly measured: Measured
}

/**
 * What was measured: texts, tables and figures, the checks that decide the verdict, and how to make it
 * again.
 */
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
      {specimens.length > 0 && (
        <span class="gallery-caption">
          One prompt, the paper’s own; what is checked is checked on all openings
        </span>
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
      <Carried carried={measured.carried} lost={measured.lost} />
      <NumbersTable title={title} table={measured.table} />
      <details class="gallery-again">
        <summary>Reproduce it</summary>
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
          <Button class="is-small" popovertarget={dialog} aria-haspopup="dialog">
            {name}
          </Button>
        </li>
      ))}
    </ul>
  </div>
)
