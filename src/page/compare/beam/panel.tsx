import { useEffect, useRef, useState } from 'preact/hooks'
import type { BeamRecord } from '../../../runs/run/events.ts'
import { focusOn } from '../../ui/focus.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { LaneMark } from '../../ui/lane-mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { LaneView } from '../lane/view.ts'
import type { Offer } from '../settings/offer.ts'
import { type Page, usePage, useRun } from '../state/page.ts'
import { BeamGrowth } from './growth.tsx'
import { LengthPenalty } from './length-penalty.tsx'
import { type BeamPlace, beamRecordOf, scoringOf } from './record.ts'

const STOPPED =
  'The lane was stopped before its end; this is the whole search, and its text may differ from the one above.'
const UNEQUAL = 'Run again, the search ended with another text than the lane shows.'

/** The beam tree of a lane, below the lanes. */
export function BeamPanel() {
  const page = usePage()
  const place = page.beam.value
  const run = useRun()
  // Of another run there is nothing to show.
  const shown = place?.run === run ? place : undefined
  const view = shown && page.views.peek().find(({ key }) => key === shown.key)
  return (
    <section
      id="beam"
      class={`ui-sheet beam-panel ${view?.className ?? ''}`}
      aria-labelledby="h-beam"
      hidden={!view}
    >
      {shown && view && <BeamSearch key={shown.key} place={shown} view={view} />}
    </section>
  )
}

interface Found {
  readonly record?: BeamRecord
  readonly note?: string
  readonly trouble?: string
}

function BeamSearch({ place, view }: { readonly place: BeamPlace; readonly view: LaneView }) {
  const page = usePage()
  const heading = useRef<HTMLHeadingElement>(null)
  const [{ record, note = '', trouble }, setFound] = useState<Found>({})
  useEffect(() => {
    const controller = new AbortController()
    focusOn(heading.current)
    beamRecordOf(view, page.offer.peek().strategies, controller.signal).then(
      ({ record, isSame }) => {
        setFound({ record, note: isSame ? '' : view.sample?.stop === 'stopped' ? STOPPED : UNEQUAL })
        focusOn(heading.current)
      },
      (error: Error) => {
        if (!controller.signal.aborted) setFound({ trouble: error.message })
      },
    )
    return () => controller.abort()
  }, [place])
  const { strategies } = page.offer.value
  const chain = view.laneRun?.chain ?? ''
  const scoring = scoringOf(chain, strategies)
  return (
    <>
      <div class="beam-head">
        <LaneMark letter={view.letter} />
        <h2 id="h-beam" tabIndex={-1} ref={heading}>
          Beam tree of lane {view.letter}
        </h2>
        <span class="ui-mono ui-quiet">{chain}</span>
        <IconButton
          icon="x"
          label="Close the beam tree"
          data-beam-do="close"
          onClick={() => closeBeam(page)}
        />
      </div>
      {trouble !== undefined && (
        <Notice kind="err" title="The search could not be run again" text={trouble} />
      )}
      {trouble === undefined && !record && <p class="beam-note">Running the search again with its record…</p>}
      {record && scoring && (
        <>
          <BeamGrowth record={record} scoring={scoring} note={note} close={() => closeBeam(page)} />
          <LengthPenalty
            record={record}
            scoring={scoring}
            range={penaltyRange(strategies, scoring.penalty)}
          />
        </>
      )}
    </>
  )
}

function closeBeam(page: Page): void {
  const key = page.beam.peek()?.key
  page.beam.value = undefined
  focusOn(document.querySelector(`[data-focus="beam-${key}"]`))
}

/** The registry's slider of the length penalty, wide enough for the lane's own. */
function penaltyRange(strategies: Offer['strategies'], own = 0): readonly [number, number] {
  const parameters = strategies.flatMap((strategy) => strategy.parameters)
  const [low, high] = parameters.find(({ name }) => name === 'length-penalty')?.slider ?? [own, own]
  return [Math.min(low, own), Math.max(high, own)]
}
