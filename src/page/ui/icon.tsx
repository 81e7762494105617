/** An icon of the sprite in the document; `name` as in `views/partials/icons.ejs`. */
export const Icon = ({ name }: { readonly name: string }) => (
  <svg class="ui-icon i" aria-hidden="true">
    <use href={`#i-${name}`} />
  </svg>
)
