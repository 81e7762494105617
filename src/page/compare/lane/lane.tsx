import type { ComponentChildren } from 'preact'
import { BeamButton } from '../beam/button.tsx'
import { Tails } from '../branch/tails.tsx'
import { Chain } from '../chain/chain.tsx'
import { Moves, TakenBack } from '../moves/moves.tsx'
import { SampleMeasures, SampleSet } from '../samples/set.tsx'
import { useMark } from '../story/story.tsx'
import { LaneHead } from './head.tsx'
import { LaneState } from './lane-state.tsx'
import { LoopNote } from './loop-note.tsx'
import { Metrics } from './metrics.tsx'
import { Spark } from './spark.tsx'
import { LaneText } from './text.tsx'
import type { LaneView } from './view.ts'

/** A lane, part by part. Each part is a row of the sheet, so that charts and metrics line up across lanes. */
export function Lane({ view }: { readonly view: LaneView }) {
  const isOne = view.shows === 'one'
  return (
    <LaneRows
      view={view}
      label={`Lane ${view.letter}, ${view.name}`}
      head={<LaneHead view={view} />}
      chain={<Chain view={view} />}
      text={
        <>
          {isOne ? <LaneText view={view} /> : <SampleSet view={view} />}
          <LaneState view={view} />
          {isOne && <Tails view={view} />}
        </>
      }
      loops={
        <>
          {isOne ? <LoopNote view={view} /> : <SampleMeasures view={view} />}
          {isOne && <TakenBack view={view} />}
          {isOne && <Moves view={view} />}
          <BeamButton view={view} />
        </>
      }
      measures={<Metrics view={view} />}
    />
  )
}

interface Rows {
  readonly view: LaneView
  readonly label: string
  readonly head: ComponentChildren
  readonly chain: ComponentChildren
  readonly text: ComponentChildren
  readonly loops: ComponentChildren
  readonly measures: ComponentChildren
}

/** The rows that every lane has, in the order of the sheet. */
export const LaneRows = ({ view, label, head, chain, text, loops, measures }: Rows) => (
  <section
    class={`lane-column ${view.className}`}
    id={`lane-${view.letter}`}
    data-key={view.key}
    data-look={useMark()(view)}
    aria-label={label}
  >
    <div class="lane-head">{head}</div>
    <div class="lane-chain">{chain}</div>
    <div class="lane-text">{text}</div>
    <div class="lane-loops">{loops}</div>
    <div class="lane-spark">
      <Spark view={view} />
    </div>
    <div class="lane-measures">{measures}</div>
  </section>
)
