import type { ModelListing } from '../../models/model-listing.ts'
import { sizeText } from '../../words.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/select.tsx'
import { ActionForm } from './action-form.tsx'
import { useKeptFocus } from './kept-focus.ts'
import type { RowProps } from './props.ts'
import { Question, RemoveLink } from './removal.tsx'

/** One thing to do with a model in its state; and to remove it, asked once, in the row. */
export function ModelActions(props: RowProps) {
  const { isDefault, isAsked, isManaged } = props
  const box = useKeptFocus<HTMLDivElement>()
  return (
    <div ref={box} class="models-actions">
      {isAsked ? (
        <Question {...props} />
      ) : (
        <>
          {isDefault && <span class="ui-quiet">default</span>}
          <MainAction {...props} />
          {isManaged && !isHeld(props.model) && !isCancellable(props.model) && <RemoveLink {...props} />}
          {isManaged && isHere(props.model) && <OtherDtypes {...props} />}
        </>
      )}
    </div>
  )
}

/** This program is fetching it, or will be: that can be cancelled. */
const isCancellable = ({ state }: ModelListing): boolean => state === 'queued' || state === 'downloading'

/** Nothing can be done with it from here for the moment. */
const isHeld = ({ state }: ModelListing): boolean => state === 'loading' || state === 'busy'

const isHere = ({ state, diskBytes }: ModelListing): boolean =>
  ['loaded', 'built-in', 'downloaded'].includes(state) || (diskBytes > 0 && state === 'failed')

function MainAction(props: RowProps) {
  const { id, title, state } = props.model
  if (isHeld(props.model)) return null
  if (isCancellable(props.model)) {
    if (!props.isManaged) return null
    return (
      <ActionForm {...props} action="cancel">
        <Button
          type="submit"
          class="is-plain is-small"
          data-focus={`act-${id}`}
          aria-label={`Cancel the download of ${title}`}
        >
          Cancel
        </Button>
      </ActionForm>
    )
  }
  if (!isHere(props.model)) return props.isManaged ? <DownloadForm {...props} /> : null
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

function DownloadForm(props: RowProps) {
  const { id, title, state, offers, keptBytes, dtype, terms } = props.model
  const [first] = offers
  const size = first?.bytes && offers.length === 1 ? ` ${sizeText(first.bytes)}` : ''
  const isNew = state === 'available'
  const word = isNew ? (keptBytes > 0 ? 'Resume' : `Download${size}`) : 'Try again'
  return (
    <ActionForm {...props} action="download">
      {offers.length > 1 && keptBytes === 0 && (
        <DtypeField model={props.model} offers={offers} chosen={dtype} />
      )}
      {terms && <Terms {...terms} />}
      <Button
        type="submit"
        icon={isNew ? undefined : 'redo'}
        class="is-small"
        data-focus={`act-${id}`}
        aria-label={`${word}: ${title}`}
      >
        {word}
      </Button>
    </ActionForm>
  )
}

/** Another export of a model that is here: a row of its own once it is asked for. */
function OtherDtypes(props: RowProps) {
  const { model, others } = props
  const [first] = others
  if (!first) return null
  return (
    <details class="models-others">
      <summary>Other dtypes</summary>
      <ActionForm {...props} action="download">
        <DtypeField model={model} offers={others} chosen={first.dtype} />
        {model.terms && <Terms {...model.terms} />}
        <Button
          type="submit"
          class="is-small"
          data-focus={`other-${model.id}`}
          aria-label={`Download another dtype of ${model.title}`}
        >
          Download
        </Button>
      </ActionForm>
    </details>
  )
}

interface DtypeProps extends Pick<RowProps, 'model'> {
  readonly offers: ModelListing['offers']
  readonly chosen: string
}

const DtypeField = ({ model: { id, title }, offers, chosen }: DtypeProps) => (
  <Select
    isSmall
    name="dtype"
    data-focus={`dtype-${id}`}
    aria-label={`Dtype of ${title}`}
    value={chosen}
    options={offers.map((offer) => ({ id: offer.dtype, title: offerText(offer) }))}
  />
)

/** What has to be accepted first; a browser sends no form without it. */
const Terms = ({ title, url }: NonNullable<ModelListing['terms']>) => (
  <label class="models-terms">
    <input type="checkbox" name="accept" value="on" required />
    <span>
      I accept the <a href={url}>{title}</a>
    </span>
  </label>
)

const offerText = ({ dtype, bytes, isEstimate }: ModelListing['offers'][number]): string =>
  bytes ? `${dtype}, ${isEstimate ? 'about ' : ''}${sizeText(bytes)}` : dtype
