import { Icon } from '../ui/icon.tsx'

/** A command and a way to copy it; `main.tsx` listens to the button. */
export const Command = ({ command }: { readonly command: string }) => (
  <p class="ui-command gallery-command">
    <span>{command}</span>
    <button
      type="button"
      class="ui-button is-plain is-small is-icon ui-needs-js"
      data-copy={command}
      aria-label="Copy the command"
    >
      <Icon name="copy" />
    </button>
  </p>
)
