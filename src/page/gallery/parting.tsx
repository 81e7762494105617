import { Icon } from '../ui/icon.tsx'

/** Why "Run it here" may give other texts than those of the card. */
export const Parting = ({ sentence }: { readonly sentence: string }) => (
  <p class="gallery-parting">
    <Icon name="tilde" />
    <span>{sentence}</span>
  </p>
)
