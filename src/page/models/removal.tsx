import { sizeText } from '../../words.ts'
import { Icon } from '../ui/icon.tsx'
import { ActionForm } from './action-form.tsx'
import type { RowProps } from './props.ts'

/** A link that acts as a button where scripts work: the space bar presses it too. */
export function RemoveLink({ model: { id, title, isRemovable }, onAsk }: RowProps) {
  if (!isRemovable) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: without scripts it is a link
    <a
      class="ui-button is-plain is-small is-icon"
      href={`/models?remove=${id}#model-${id}`}
      data-focus={`bin-${id}`}
      role="button"
      aria-label={`Remove ${title}`}
      onClick={(event) => {
        event.preventDefault()
        onAsk(id, true)
      }}
      onKeyDown={pressOnSpace}
    >
      <Icon name="trash" />
    </a>
  )
}

/** Removing asks once, in the row. */
export function Question(props: RowProps) {
  const { model, onAsk } = props
  const { id, title, diskBytes, keptBytes, isLinked } = model
  const bytes = diskBytes + keptBytes
  const isOnlyListed = isLinked || bytes === 0
  const yes = isOnlyListed ? 'Remove' : 'Delete'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc takes the question back, wherever in it the focus is
    <div class="models-question" onKeyDown={({ key }) => key === 'Escape' && onAsk(id, false)}>
      <span>{isOnlyListed ? 'Remove from the list?' : `Delete ${sizeText(bytes)}?`}</span>
      <ActionForm {...props} action="remove">
        <button
          type="submit"
          class="ui-button is-small"
          data-focus={`act-${id}`}
          aria-label={`${yes}: ${title}`}
        >
          {yes}
        </button>
      </ActionForm>
      {/* biome-ignore lint/a11y/useSemanticElements: without scripts it is a link */}
      <a
        class="ui-button is-plain is-small"
        href={`/models#model-${id}`}
        data-focus={`keep-${id}`}
        role="button"
        aria-label={`Keep ${title}`}
        onClick={(event) => {
          event.preventDefault()
          onAsk(id, false)
        }}
        onKeyDown={pressOnSpace}
      >
        Keep
      </a>
    </div>
  )
}

function pressOnSpace(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  if (event.key !== ' ') return
  event.preventDefault()
  event.currentTarget.click()
}
