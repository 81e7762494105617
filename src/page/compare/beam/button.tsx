import { Button } from '../../ui/button.tsx'
import type { LaneView } from '../lane/view.ts'
import { usePage } from '../state/page.ts'
import { scoringOf } from './record.ts'

/** The way from a lane to its tree. */
export function BeamButton({ view: { key, run, laneRun, isLive } }: { readonly view: LaneView }) {
  const page = usePage()
  if (!run || !laneRun || isLive || !scoringOf(laneRun.chain, page.offer.value.strategies)) return null
  return (
    <p class="lane-go-on ui-needs-js">
      <Button
        icon="fork"
        class="is-small"
        data-beam={key}
        data-focus={`beam-${key}`}
        onClick={() => {
          page.beam.value = { run, key }
        }}
      >
        Beam tree
      </Button>
    </p>
  )
}
