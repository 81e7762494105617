import { letterOf } from './lane.ts'

/** The letter of a lane in its colour; the colour is that of the `laneClass` around it. */
export const LaneMark = ({
  index,
  isSmall = false,
}: {
  readonly index: number
  readonly isSmall?: boolean
}) => (
  <span class={`ui-mark${isSmall ? ' is-small' : ''}`} aria-hidden="true">
    {letterOf(index)}
  </span>
)
