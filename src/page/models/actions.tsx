import type { ComponentChildren } from 'preact'
import { Icon } from '../ui/icon.tsx'
import { useKeptFocus } from './kept-focus.ts'
import type { Action, Listing, RowProps } from './props.ts'
import { sizeText } from './words.ts'

/** One thing to do with a model in its state; and to remove it, asked once, in the row. */
export function ModelActions(props: RowProps) {
  const { isDefault, isAsked } = props
  const box = useKeptFocus<HTMLDivElement>()
  return (
    <div ref={box} class="models-actions">
      {isAsked ? (
        <Question {...props} />
      ) : (
        <>
          {isDefault && <span class="ui-quiet">default</span>}
          <MainAction {...props} />
          {props.model.state !== 'loading' && !isMoving(props.model) && <RemoveLink {...props} />}
        </>
      )}
    </div>
  )
}

const isMoving = ({ state }: Listing): boolean => state === 'queued' || state === 'downloading'

function MainAction(props: RowProps) {
  const { id, title, state, diskBytes } = props.model
  if (state === 'loading') return null
  if (isMoving(props.model)) {
    return (
      <ActionForm {...props} action="cancel">
        <button
          type="submit"
          class="ui-button is-plain is-small"
          data-focus={`act-${id}`}
          aria-label={`Cancel the download of ${title}`}
        >
          Cancel
        </button>
      </ActionForm>
    )
  }
  const isHere = ['loaded', 'built-in', 'downloaded'].includes(state) || (diskBytes > 0 && state === 'failed')
  if (!isHere) return <DownloadForm {...props} />
  const label = state === 'failed' ? 'Try again' : 'Use'
  return (
    <a
      class="ui-button is-small"
      href={`/?model=${id}`}
      data-focus={`act-${id}`}
      aria-label={`${label}: ${title}`}
    >
      {label}
    </a>
  )
}

interface FormProps extends Pick<RowProps, 'model' | 'onPress'> {
  readonly action: Action
  readonly children: ComponentChildren
}

/** A button that works as a form too. */
const ActionForm = ({ model: { id }, action, onPress, children }: FormProps) => (
  <form
    method="post"
    action={`/models/${id}/${action}`}
    onSubmit={(event) => {
      event.preventDefault()
      const dtype = new FormData(event.currentTarget).get('dtype')
      onPress(id, action, typeof dtype === 'string' ? dtype : undefined)
    }}
  >
    {children}
  </form>
)

function DownloadForm(props: RowProps) {
  const { id, title, state, offers, keptBytes, dtype } = props.model
  const [first] = offers
  const size = first?.bytes && offers.length === 1 ? ` ${sizeText(first.bytes)}` : ''
  const isNew = state === 'available'
  const word = isNew ? (keptBytes > 0 ? 'Resume' : `Download${size}`) : 'Try again'
  return (
    <ActionForm {...props} action="download">
      {offers.length > 1 && keptBytes === 0 && (
        <select class="models-dtype" name="dtype" data-focus={`dtype-${id}`} aria-label={`Dtype of ${title}`}>
          {offers.map((offer) => (
            <option key={offer.dtype} value={offer.dtype} selected={offer.dtype === dtype}>
              {offerText(offer)}
            </option>
          ))}
        </select>
      )}
      <button
        type="submit"
        class="ui-button is-small"
        data-focus={`act-${id}`}
        aria-label={`${word}: ${title}`}
      >
        {!isNew && <Icon name="redo" />}
        {word}
      </button>
    </ActionForm>
  )
}

const offerText = ({ dtype, bytes, isEstimate }: Listing['offers'][number]): string =>
  bytes ? `${dtype}, ${isEstimate ? 'about ' : ''}${sizeText(bytes)}` : dtype

/** A link that acts as a button where scripts work: the space bar presses it too. */
function RemoveLink({ model: { id, title, isRemovable }, onAsk }: RowProps) {
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

function Question(props: RowProps) {
  const { model, onAsk } = props
  const { id, title, diskBytes, keptBytes, isLinked } = model
  const bytes = diskBytes + keptBytes
  const isOnlyListed = isLinked || bytes === 0
  const yes = isOnlyListed ? 'Take off' : 'Delete'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc takes the question back, wherever in it the focus is
    <div class="models-question" onKeyDown={({ key }) => key === 'Escape' && onAsk(id, false)}>
      <span>{isOnlyListed ? 'Take off the list?' : `Delete ${sizeText(bytes)}?`}</span>
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
