import { CommandWords } from '../ui/command-words.tsx'
import { IconButton } from '../ui/icon-button.tsx'

/** A command and a way to copy it; `main.tsx` listens to the button. */
export const Command = ({ command }: { readonly command: string }) => (
  <p class="ui-command gallery-command">
    <span>
      <CommandWords text={command} />
    </span>
    <IconButton
      class="is-plain is-small ui-needs-js"
      icon="copy"
      label="Copy the command"
      data-copy={command}
    />
  </p>
)
