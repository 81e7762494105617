import { useEffect, useState } from 'preact/hooks'
import { DataTable, figure } from '../../ui/data-table.tsx'
import { LaneMark } from '../../ui/lane-mark.tsx'
import { plural } from '../../ui/numbers.ts'
import { Term } from '../../ui/term.tsx'
import { LoopNote } from '../lane/loop-note.tsx'
import { firstOf, isUncut, metricName, metricText } from '../lane/metric-words.ts'
import type { LaneView } from '../lane/view.ts'
import { chainOf } from '../settings/facts.tsx'
import type { OfferedMetric } from '../settings/offer.ts'
import { usePage } from '../state/page.ts'
import { type BallotText, choiceOf } from './ballot.ts'
import { ownVotes, tallyOf } from './votes.ts'

interface Props {
  readonly ballot: readonly BallotText[]
  readonly chosen: number | undefined
  /** Name of the test, by which its votes are counted. */
  readonly test: string
}

/** Who wrote what, with the measures, and how the class voted. */
export function Revealed({ ballot, chosen, test }: Props) {
  const { metrics, models } = usePage().offer.value
  const [votes, setVotes] = useState<Readonly<Record<string, number>>>()
  useEffect(() => {
    // The vote itself may still be on its way.
    const timer = setTimeout(() => {
      tallyOf(test).then(
        (tally) => setVotes(tally?.votes ?? {}),
        () => setVotes({}),
      )
    }, 400)
    return () => clearTimeout(timer)
  }, [test])
  const cellOf = (info: OfferedMetric, { sample, model }: LaneView) => {
    const value = sample?.metrics?.[info.id]
    const offered = models.find(({ id }) => id === model)
    return typeof value === 'number' && isUncut(info, [value], offered) ? 'no cut' : metricText(info, value)
  }
  const shown = firstOf(metrics)
  const own = Object.entries(ownVotes())
  return (
    <>
      <ol class="blind-texts is-revealed">
        {ballot.map(({ view, text }, index) => (
          <li key={view.key} class={`ui-sheet ${view.className}`}>
            <h3>
              <LaneMark letter={view.letter} />
              {view.name}
              {index === chosen && <span class="blind-own">your vote</span>}
            </h3>
            <p class="ui-mono ui-quiet">
              Text {index + 1}: {view.isHuman ? 'written by a person' : chainOf(view)}
            </p>
            <p dir="auto">{text}</p>
            {!view.isHuman && <LoopNote view={view} />}
          </li>
        ))}
      </ol>
      <div class="blind-table">
        <DataTable
          label="Names, measures and votes"
          columns={[
            { text: 'Text' },
            { text: 'Written by' },
            ...shown.map((info) => figure(<Term name={metricName(info)} meaning={info.summary} />)),
            figure('Votes'),
          ]}
          rows={ballot.map(({ view }, index) => ({
            cells: [
              { text: index + 1 },
              { text: view.name },
              ...shown.map((info) => figure(cellOf(info, view))),
              figure(votes === undefined ? '…' : (votes[choiceOf(view)] ?? 0)),
            ],
          }))}
        />
      </div>
      {own.length > 0 && (
        <p class="ui-quiet">
          This browser’s choices in all blind tests so far:{' '}
          {own
            .map(([name, times]) => `${name.replace(/^[A-Z]\d* /, '')}, ${plural(times, 'time')}`)
            .join('; ')}
          .
        </p>
      )}
    </>
  )
}
