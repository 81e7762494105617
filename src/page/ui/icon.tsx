interface Props {
  /** As in `views/partials/icons.ejs`. */
  readonly name: string
  /** A verdict, for its colour. */
  readonly kind?: 'pass' | 'part' | 'fail' | 'idle'
}

/** An icon of the sprite in the document. */
export const Icon = ({ name, kind }: Props) => (
  <svg class={`ui-icon${kind ? ` is-${kind}` : ''}`} aria-hidden="true">
    <use href={`#i-${name}`} />
  </svg>
)
