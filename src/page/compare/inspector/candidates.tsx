import type { Inspection } from '../../../runs/inspect/inspect.ts'
import { Button } from '../../ui/button.tsx'
import { count, percent, probability } from '../../ui/numbers.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ContinueButton, useWhyNot, WHY_NOT_ID } from '../branch/form.tsx'
import { Visible } from '../lane/blanks.tsx'

/**
 * The whole vocabulary at one token, by rank: what the model gave each token, what every step of the chain
 * left of it, and which step removed it. Stretches fold; every column adds up to 1.
 */

type Row = Inspection['rows'][number]

export interface Column {
  readonly name: string
  readonly of: (row: Row) => number
  /** -1 for the model. */
  readonly stage: number
}

/** The model, then every step of the chain that is on. */
export function columnsOf({ stages }: Inspection): Column[] {
  const on = stages.flatMap(({ step, isOff }, stage) =>
    isOff ? [] : [{ name: step, of: ({ after }: Row) => after[stage] ?? 0, stage }],
  )
  return [{ name: 'model', of: ({ raw }) => raw, stage: -1 }, ...on]
}

/** What the rows of a column add up to: 1, but for rounding. */
export const sumOf = ({ rows }: Inspection, { of }: Column): number =>
  rows.reduce((sum, row) => sum + of(row), 0)

interface Props {
  readonly inspection: Inspection
  /** Whether the text can be taken up with another candidate. */
  readonly canContinue: boolean
  readonly showMore: (() => void) | undefined
}

interface Table extends Props {
  readonly columns: readonly Column[]
  /** The largest probability shown on its own: a full bar. */
  readonly scale: number
  /** Why the text cannot be taken up yet. */
  readonly whyNot: string
}

export function Candidates(props: Props) {
  const { inspection } = props
  const { rows, stages } = inspection
  const columns = columnsOf(inspection)
  const scale = Math.max(...rows.flatMap((row) => (row.kind === 'token' ? [row.raw, finalOf(row)] : []))) || 1
  const whyNot = useWhyNot()
  const table = { ...props, columns, scale, whyNot }
  const off = stages.filter(({ isOff }) => isOff).map(({ step }) => step)
  return (
    <section class="inspector-section">
      <h3>
        Candidates <small>by rank under the model</small>
      </h3>
      {props.canContinue && whyNot && (
        <p class="ui-quiet" id={WHY_NOT_ID}>
          {whyNot}
        </p>
      )}
      <ScrollRegion label="Candidates">
        <table class="inspector-table candidates-table">
          <Heads columns={columns} />
          <tbody>
            {rows.map((row, index) => (
              <>
                <CutLine {...table} row={row} before={rows[index - 1]} />
                {row.kind === 'token' ? <TokenRow {...table} row={row} /> : <FoldRow {...table} row={row} />}
              </>
            ))}
            <tr class="candidates-sum">
              <td />
              <td>sum</td>
              {columns.map((column) => (
                <td key={column.name} class="ui-number">
                  {sumOf(inspection, column).toFixed(3)}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </ScrollRegion>
      {off.length > 0 && <p class="ui-quiet">Off: {off.join(', ')}</p>}
    </section>
  )
}

const Heads = ({ columns }: Pick<Table, 'columns'>) => (
  <thead>
    <tr>
      <th class="ui-number candidates-rank">rank</th>
      <th class="inspector-word">
        <div class="candidates-token">
          <span class="candidates-word">token</span>
          {columns.length > 1 && (
            <span class="candidates-key">
              grey: model
              <br />
              coloured: final
            </span>
          )}
        </div>
      </th>
      {columns.map(({ name }) => (
        <th key={name} class="ui-number" title={name}>
          <ColumnName name={name} />
        </th>
      ))}
    </tr>
  </thead>
)

/** A step's name breaks between its words only; what it is set to may be as long as a formula. */
function ColumnName({ name }: Pick<Column, 'name'>) {
  const [step, ...values] = name.split(':')
  if (values.length === 0) return step
  return (
    <>
      {step} <span class="candidates-value">{values.join(' ')}</span>
    </>
  )
}

const finalOf = ({ after, raw }: Row): number => after.at(-1) ?? raw

/** A line where the fate changes: which step cuts here, and what it left. */
function CutLine({
  inspection: { stages, trace },
  columns,
  row,
  before,
}: Table & { row: Row; before: Row | undefined }) {
  const isRest = row.kind === 'fold' && row.isRest && row.removedBy === undefined
  if (isRest || row.removedBy === before?.removedBy) return null
  const stage = row.removedBy === undefined ? undefined : stages[row.removedBy]
  const words = stage
    ? `${stage.step} cuts here: ${count(stage.kept)} kept, mass ${stage.mass.toFixed(3)}`
    : before
      ? `kept, ${count(trace.kept)} in all`
      : ''
  if (words === '') return null
  return (
    <tr class="candidates-cut-line">
      <td />
      <td colSpan={columns.length + 1}>{words}</td>
    </tr>
  )
}

function TokenRow({
  inspection,
  columns,
  scale,
  canContinue,
  whyNot,
  row,
}: Table & { row: Extract<Row, { kind: 'token' }> }) {
  const { id, text, rank, raw, removedBy } = row
  const isChosen = id === inspection.trace.token
  const classes = [removedBy !== undefined && 'is-cut', isChosen && 'is-chosen'].filter(Boolean)
  const hasFinal = columns.length > 1
  return (
    <tr class={classes.join(' ')}>
      <td class="ui-number candidates-rank">{count(rank)}</td>
      <td class="inspector-word">
        <div class="candidates-token">
          <span class="candidates-word">
            <Visible text={text} />
          </span>
          <span class="candidates-bars">
            <svg class="candidates-bar" aria-hidden="true">
              <rect class="candidates-raw" width={percent(raw / scale)} height={hasFinal ? 5 : 9} />
              {hasFinal && (
                <rect class="candidates-final" y="6" width={percent(finalOf(row) / scale)} height="7" />
              )}
            </svg>
            {!isChosen && canContinue && <ContinueButton {...{ id, text, whyNot }} />}
          </span>
        </div>
      </td>
      <Cells inspection={inspection} columns={columns} row={row} />
    </tr>
  )
}

/** A removed token's row ends at the step that removed it. */
const Cells = ({
  inspection: { stages },
  columns,
  row,
}: Pick<Table, 'inspection' | 'columns'> & { row: Row }) => (
  <>
    {columns.map(({ name, of, stage }) => {
      const { removedBy } = row
      if (removedBy === undefined || stage < removedBy) {
        return (
          <td key={name} class="ui-number">
            {probability(of(row))}
          </td>
        )
      }
      const step = stages[removedBy]?.step
      return stage === removedBy ? (
        <td key={name} class="ui-number" title={`removed by ${step}`}>
          cut<span class="ui-hidden"> by {step}</span>
        </td>
      ) : (
        <td key={name} class="ui-number" />
      )
    })}
  </>
)

function FoldRow({ inspection, columns, showMore, row }: Table & { row: Extract<Row, { kind: 'fold' }> }) {
  const size = count(row.to - row.from + 1)
  const label = row.isRest
    ? `other ${size} tokens`
    : `${size} more ${row.removedBy === undefined ? 'kept' : 'cut'}`
  return (
    <tr class={`candidates-rest${row.removedBy === undefined ? '' : ' is-cut'}`}>
      <td />
      <td>
        {showMore ? (
          <Button
            icon="down"
            class="is-plain is-small candidates-more"
            data-do="more-candidates"
            data-focus={`more-${row.from}`}
            aria-label={`Show more of the ${label}`}
            onClick={showMore}
          >
            {label}
          </Button>
        ) : (
          label
        )}
      </td>
      <Cells inspection={inspection} columns={columns} row={row} />
    </tr>
  )
}
