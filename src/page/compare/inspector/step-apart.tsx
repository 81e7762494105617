import type { Inspection } from '../../../runs/inspect/inspect.ts'
import { count } from '../../ui/numbers.ts'
import { pWords } from '../human/human.ts'
import { Visible } from '../lane/blanks.tsx'
import type { ShownStep } from '../run/run.ts'
import { Candidates } from './candidates.tsx'
import { Contest } from './contest.tsx'
import { DrawFell } from './draw-fell.tsx'
import type { LaneMark, OtherLane } from './plan.ts'
import { SearchStep } from './search-step.tsx'

interface Props {
  readonly inspection: Inspection
  readonly lane: LaneMark
  readonly others: readonly OtherLane[]
  /** Notation of what ends the chain. */
  readonly search: string
  /** Whether that draws. */
  readonly isDrawing: boolean
  /** As the run recorded it. */
  readonly record: ShownStep
  /** Who put the token there, where the lane did not. */
  readonly by: 'you' | 'writer' | 'model'
  /** Absent where no more is known, nor anything can go on from here. */
  readonly showMore: (() => void) | undefined
}

/** What the server found at a token. */
export function StepApart(props: Props) {
  const { inspection, lane, others, search: notation, record, by, showMore } = props
  const { search, isOwn, instead, landing, contest } = inspection
  // A search that follows several texts cannot be taken up in the middle of one.
  const canContinue = showMore !== undefined && by !== 'writer' && !search && (isOwn || instead !== undefined)
  const text = isOwn ? record.text : (instead?.text ?? record.text)
  return (
    <>
      {by === 'writer' ? (
        <Written inspection={inspection} />
      ) : (
        !isOwn && <Instead {...{ record, instead, by }} />
      )}
      <TakenBack record={record} />
      <Funnel {...{ inspection, by }} search={notation} />
      {by === 'writer' ? null : search ? (
        <SearchStep search={search} notation={notation} isDrawing={props.isDrawing} />
      ) : landing ? (
        <DrawFell position={landing} own={lane} others={others} text={text} />
      ) : contest ? (
        <Contest contest={contest} own={lane} others={others} />
      ) : (
        <p class="inspector-section ui-quiet">
          {record.u === null
            ? 'This lane draws nothing: the same distribution always gives the same token.'
            : `The token was drawn with u = ${record.u.toFixed(4)} from what is left.`}
        </p>
      )}
      <Candidates {...{ inspection, canContinue, showMore }} />
    </>
  )
}

/**
 * Tokens that were taken back here because they began a phrase: none of its first tokens may come again.
 */
function TakenBack({ record: { rewound } }: Pick<Props, 'record'>) {
  if (!rewound) return null
  return (
    <section class="inspector-section">
      <h3>
        Taken back here <small>the first token of each may not come again</small>
      </h3>
      <ul>
        {rewound.map(({ text, match }, index) => (
          <li key={index}>
            <del class="text-rewound">
              <Visible text={text} />
            </del>{' '}
            <small class="ui-quiet">for “{match.trim()}”</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Whether a nucleus would have had room for a person's word. */
function Written({ inspection: { rows, trace, chain } }: Pick<Props, 'inspection'>) {
  const row = rows.find((one) => one.kind === 'token' && one.id === trace.token)
  return (
    <p class="inspector-section">
      A person wrote this. {pWords(chain)} keeps {count(trace.kept)} tokens here and{' '}
      <b>{row?.removedBy === undefined ? 'would have allowed it' : 'would have cut it'}</b>: its rank is{' '}
      {count(trace.rank)}.
    </p>
  )
}

/** A token that the lane, followed alone, would not choose. */
function Instead({
  record,
  instead,
  by,
}: Pick<Props, 'record' | 'by'> & { readonly instead: Inspection['instead'] | undefined }) {
  if (!instead) {
    return (
      <p class="inspector-section">
        Run again, the search does not come to this text: this export of the model rounds differently when
        rows run together. What follows is the distribution alone.
      </p>
    )
  }
  return (
    <p class="inspector-section">
      {by === 'you' ? 'You put' : 'The run took'}{' '}
      <em>
        <Visible text={record.text} bytes={record.bytes} />
      </em>{' '}
      here; the lane itself would have taken{' '}
      <em>
        <Visible text={instead.text} />
      </em>
      .
      {by === 'model' &&
        ' This export of the model rounds differently when rows run together, and the lane, followed ' +
          'alone, parts here.'}
    </p>
  )
}

function Funnel({ inspection, search, by }: Pick<Props, 'inspection' | 'search' | 'by'>) {
  const { vocabularySize, stages, landing, contest, isOwn } = inspection
  const model = { step: 'model', kept: vocabularySize, mass: 1, isOff: false, memory: '' }
  return (
    <section class="inspector-section">
      <h3>
        Through the chain <small>tokens left, and their probability under the model</small>
      </h3>
      <ol class="inspector-funnel">
        {[model, ...stages].map(({ step, kept, mass, isOff, memory }) => (
          <li key={step} class={isOff ? 'is-off' : undefined}>
            <b>{count(kept)}</b>
            {step}
            {isOff ? ' ' : ''}
            <small>{isOff ? 'off' : `mass ${mass.toFixed(3)}`}</small>
            {memory && <small>{memory}</small>}
          </li>
        ))}
        {by !== 'writer' && (landing || contest || isOwn) && (
          <li>
            <b>1</b>
            {search}
          </li>
        )}
      </ol>
    </section>
  )
}
