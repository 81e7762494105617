import { COPY_REFUSED, copied } from '../ui/clipboard.ts'
import { CommandWords } from '../ui/command-words.tsx'
import { DoneButton } from '../ui/done-button.tsx'
import { commandOf, shortened } from './command.ts'
import { type LabState, paramsOf } from './state.ts'
import { LONGEST_LINK } from './use-lab.ts'

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
  const path = `/lab?${paramsOf(state)}`
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
            ? 'A step of your own is computed in the browser only, so there is no command; the link holds it.'
            : 'Something above cannot be computed, so there is no command; the link holds it as it is.'}
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
        <DoneButton icon="link" class="is-plain is-small" label="Copy link" onPress={() => copyLink(path)} />
      </div>
      <p class="ui-no-js">
        <a href={path}>Link to these settings</a>
      </p>
    </section>
  )
}

async function copyLink(path: string): Promise<string> {
  const link = new URL(path, location.href).href
  if (link.length > LONGEST_LINK) return 'This list is too long for a link'
  return copied(link, 'Link copied', COPY_REFUSED)
}
