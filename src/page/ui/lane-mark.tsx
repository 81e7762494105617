interface Props {
  readonly letter: string
  readonly isSmall?: boolean
}

/** The letter of a lane in its colour; the colour is that of the `laneClass` around it. */
export const LaneMark = ({ letter, isSmall = false }: Props) => (
  <span class={`ui-mark${isSmall ? ' is-small' : ''}`} aria-hidden="true">
    {letter}
  </span>
)
