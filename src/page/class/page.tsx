import { Address } from './address.tsx'
import { CostOfClass } from './cost.tsx'
import type { ClassProps } from './props.ts'
import { BlindVotes } from './votes.tsx'

/** For whoever teaches: how a class gets here, what it costs, and a blind test for all. */
export const ClassPage = (props: ClassProps) => (
  <>
    <div class="ui-lede">
      <h1>For a class</h1>
      <p>
        One server is enough for a room. Students need only a browser; every text is computed on this
        computer. F2 on <a href="/">Compare</a> is for a projector; <a href="/learn#exercises">Learn</a> has
        exercises with answers that are checked.
      </p>
    </div>
    <div class="class-parts">
      <Address {...props} />
      <CostOfClass {...props} />
      <BlindVotes {...props} />
    </div>
  </>
)
