import { COPY_REFUSED, copied } from '../ui/clipboard.ts'
import { CommandWords } from '../ui/command-words.tsx'
import { DoneButton } from '../ui/done-button.tsx'
import { commandOf, shortened } from './command.ts'
import { addressOf, whyNoLink } from './link.ts'
import type { LabState } from './state.ts'

interface Props {
  readonly state: LabState
  /** Whether a lane has a step of the person's own. */
  readonly hasOwn: boolean
  /** Whether something in the settings is wrong, so that a terminal would refuse them. */
  readonly isWrong: boolean
}

/** The same settings elsewhere: a command for the terminal, and a link. */
export function Share({ state, hasOwn, isWrong }: Props) {
  const hasCommand = !hasOwn && !isWrong
  const command = commandOf(state)
  const address = addressOf(state)
  const noLink = whyNoLink(address)
  const holds = noLink ? '.' : hasOwn ? '; the link holds it.' : '; the link holds it as it is.'
  return (
    <section class="lab-part" aria-labelledby="h-share">
      <h2 id="h-share">Take it with you</h2>
      {hasCommand ? (
        <p class="ui-command ui-mono">
          <CommandWords text={shortened(command)} />
        </p>
      ) : (
        <p class="ui-quiet">
          {hasOwn
            ? 'A step of your own is computed in the browser only, so there is no command'
            : 'Something above cannot be computed, so there is no command'}
          {holds}
        </p>
      )}
      <div class="lab-row ui-needs-js">
        {hasCommand && (
          <DoneButton
            icon="copy"
            class="is-small"
            label="Copy command"
            onPress={() => copied(command, 'Command copied', COPY_REFUSED)}
          />
        )}
        {!noLink && (
          <DoneButton
            icon="link"
            class="is-plain is-small"
            label="Copy link"
            onPress={() => copied(new URL(address, location.href).href, 'Link copied', COPY_REFUSED)}
          />
        )}
      </div>
      {noLink ? (
        <p class="ui-quiet">
          {noLink} {hasCommand && 'The command holds all of it.'}
        </p>
      ) : (
        <p class="ui-no-js">
          <a href={address}>Link to these settings</a>
        </p>
      )}
    </section>
  )
}
