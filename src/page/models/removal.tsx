import type { ComponentChildren } from 'preact'
import { sizeText } from '../../words.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ActionForm } from './action-form.tsx'
import type { RowProps } from './props.ts'

interface AskProps extends Pick<RowProps, 'model' | 'onAsk'> {
  readonly isAsked: boolean
  readonly label: string
  readonly href: string
  readonly class?: string
  readonly children: ComponentChildren
}

/**
 * Asks before removing, or takes the question back. A link that acts as a button where scripts work: the
 * space bar presses it too.
 */
const AskLink = ({ model, onAsk, isAsked, label, href, class: kind = '', children }: AskProps) => (
  // biome-ignore lint/a11y/useSemanticElements: without scripts it is a link
  <a
    class={`ui-button is-plain is-small ${kind}`}
    href={`/models${href}#model-${model.id}`}
    data-focus={`${isAsked ? 'bin' : 'keep'}-${model.id}`}
    role="button"
    aria-label={`${label} ${model.title}`}
    onClick={(event) => {
      event.preventDefault()
      onAsk(model.id, isAsked)
    }}
    onKeyDown={(event) => {
      if (event.key !== ' ') return
      event.preventDefault()
      event.currentTarget.click()
    }}
  >
    {children}
  </a>
)

export const RemoveLink = (props: RowProps) =>
  props.model.isRemovable ? (
    <AskLink {...props} isAsked label="Remove" href={`?remove=${props.model.id}`} class="is-icon">
      <Icon name="trash" />
    </AskLink>
  ) : null

/** Removing asks once, in the row. */
export function Question(props: RowProps) {
  const { model, onAsk } = props
  const { id, title, diskBytes, keptBytes, isLinked } = model
  const bytes = diskBytes + keptBytes
  const isOnlyListed = isLinked || bytes === 0
  const yes = isOnlyListed ? 'Remove' : 'Delete'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc takes the question back
    <div class="models-question" onKeyDown={({ key }) => key === 'Escape' && onAsk(id, false)}>
      <span>{isOnlyListed ? 'Remove from the list?' : `Delete ${sizeText(bytes)}?`}</span>
      <ActionForm {...props} action="remove">
        <Button type="submit" class="is-small" data-focus={`act-${id}`} aria-label={`${yes}: ${title}`}>
          {yes}
        </Button>
      </ActionForm>
      <AskLink {...props} isAsked={false} label="Keep" href="">
        Keep
      </AskLink>
    </div>
  )
}
