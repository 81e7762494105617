import { LaneMark } from '../../ui/lane-mark.tsx'
import { Share } from '../human/lane.tsx'
import { LaneRows } from '../lane/lane.tsx'
import { LoopNote } from '../lane/loop-note.tsx'
import { Metrics } from '../lane/metrics.tsx'
import { LaneText } from '../lane/text.tsx'
import type { LaneView } from '../lane/view.ts'
import { SampleMeasures, SampleSet } from '../samples/set.tsx'
import { SampleSwitch } from '../samples/switch.tsx'
import { chainOf } from '../settings/facts.tsx'

/** A lane as it was: nothing in it can be changed. */
export function FrozenLane({ view }: { readonly view: LaneView }) {
  const { letter, name, isHuman, shows } = view
  const isOne = shows === 'one'
  return (
    <LaneRows
      view={view}
      label={isHuman ? name : `Lane ${letter}, ${name}`}
      head={
        <>
          <LaneMark letter={letter} />
          <h2>{name}</h2>
          <span class="lane-buttons ui-needs-js">
            <SampleSwitch view={view} />
          </span>
        </>
      }
      chain={
        <p class="ui-mono ui-quiet">
          {isHuman && 'held against '}
          {chainOf(view)}
        </p>
      }
      text={isOne ? <LaneText view={view} /> : <SampleSet view={view} />}
      loops={
        isHuman ? <Share view={view} /> : isOne ? <LoopNote view={view} /> : <SampleMeasures view={view} />
      }
      measures={<Metrics view={view} />}
    />
  )
}
