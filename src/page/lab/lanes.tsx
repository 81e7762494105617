import { useEffect, useRef, useState } from 'preact/hooks'
import { LaneCell } from './lane-cell.tsx'
import type { LaneView } from './view.ts'

interface Props {
  readonly lanes: readonly LaneView[]
  /** The lane whose knobs are shown. */
  readonly selected: number
  /** Why the plots are not newer; empty where they are of these settings. */
  readonly problem: string
}

interface Choice {
  readonly chain: string
  readonly step: number
}

/**
 * The lanes' plots. Where they are side by side in one row, the one whose knobs are turned comes into view.
 */
export function Lanes({ lanes, selected, problem }: Props) {
  const [chosen, setChosen] = useState<Readonly<Record<number, Choice>>>({})
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    const row = box.current
    const cell = row?.children[selected]
    if (row && cell instanceof HTMLElement) row.scrollTo({ left: cell.offsetLeft })
  }, [selected])
  return (
    <div class="lab-dock">
      <div id="lab-problem" role="alert">
        {problem && (
          <div class="lab-problem">
            <p>
              <b>{problem}</b>
            </p>
            {lanes.length > 0 && <p>The plots show the last values that could be drawn.</p>}
          </div>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it is one row, a keyboard scrolls it */}
      <section id="lab-lanes" ref={box} class="ui-sheet lab-lanes" tabIndex={0} aria-label="Plots">
        {lanes.map((lane, index) => {
          const choice = chosen[index]
          return (
            <LaneCell
              key={index}
              lane={lane}
              index={index}
              chosen={choice?.chain === lane.lane ? choice.step : undefined}
              onStep={(step) => setChosen((last) => ({ ...last, [index]: { chain: lane.lane, step } }))}
            />
          )
        })}
      </section>
    </div>
  )
}
