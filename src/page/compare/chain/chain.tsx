import { isOff, type WrittenUse, writeUse, writeValues } from '../../../strategies/chain/written-chain.ts'
import { Icon } from '../../ui/icon.tsx'
import { sideways } from '../../ui/keys.ts'
import { Fault } from '../../ui/notice.tsx'
import type { LaneView } from '../lane/view.ts'
import { titleOf } from '../settings/offer.ts'
import { type Page, usePage } from '../state/page.ts'
import { moveStep } from './edit.ts'
import { isRead, type ReadLane, useFaultWords, usesOf } from './lane-chain.ts'
import { openModelMenu } from './model-menu.tsx'
import { pickLane, pickStep } from './picker.tsx'
import { openStepEditor } from './step-editor.tsx'

/** A lane's chain as chips, in the order in which they are applied; without scripts a field. */
export function Chain({ view }: { readonly view: LaneView }) {
  const { letter, chain, notation, fault, laneRun, isLive, isStale } = view
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: chips are no form fields */}
      <div class="chain-chips ui-needs-js" role="group" aria-label={`Chain of lane ${letter}`}>
        {isRead(chain) ? <Chips view={view} chain={chain} /> : <Unread view={view} />}
      </div>
      <label class="ui-no-js chain-typed">
        <span class="ui-hidden">Chain of lane {letter}</span>
        <input class="ui-mono" name="lane" form="compare" value={notation} />
      </label>
      <Fault text={fault} />
      {(laneRun ? !isStale : isLive) && (
        <p class="chain-printed ui-mono" title="The chain as it ran">
          {laneRun?.chain ?? notation}
        </p>
      )}
      {laneRun && isStale && (
        <p class="chain-printed">
          the text is from <span class="ui-mono">{laneRun.chain}</span>
        </p>
      )}
    </>
  )
}

function Unread({ view: { key, notation } }: { readonly view: LaneView }) {
  const page = usePage()
  return (
    <button
      type="button"
      class="chain-chip is-bad"
      data-do="retype"
      data-focus={`chip-${key}-0`}
      onClick={({ currentTarget }) => pickLane(page, currentTarget, notation, key)}
    >
      {notation}
    </button>
  )
}

function Chips({ view, chain }: { readonly view: LaneView; readonly chain: ReadLane }) {
  const page = usePage()
  const { key, letter } = view
  return (
    <>
      {usesOf(chain).map((use, index) => (
        <Chip key={index} {...{ view, use, index }} isStep={index < chain.written.steps.length} />
      ))}
      <button
        type="button"
        class="chain-add"
        data-do="add-step"
        data-focus={`add-${key}`}
        aria-haspopup="dialog"
        aria-label={`Add a step to lane ${letter}`}
        onClick={({ currentTarget }) => pickStep(page, currentTarget, key)}
      >
        <Icon name="plus" />
      </button>
      {chain.model !== undefined && <ModelChip view={view} model={chain.model} />}
    </>
  )
}

interface ChipProps {
  readonly view: LaneView
  readonly use: WrittenUse
  readonly index: number
  /** A search stays last: only steps move. */
  readonly isStep: boolean
}

function Chip({ view: { key, editing }, use, index, isStep }: ChipProps) {
  const page = usePage()
  const off = isOff(use)
  const value = off ? 'off' : writeValues(use)
  const classes = [
    'chain-chip',
    use.strategy.kind === 'search' && 'is-end',
    off && 'is-off',
    useFaultWords(use) && 'is-bad',
    editing === index && 'is-open',
  ]
  return (
    <button
      type="button"
      class={classes.filter(Boolean).join(' ')}
      data-do="edit-step"
      data-index={index}
      data-focus={`chip-${key}-${index}`}
      aria-haspopup="dialog"
      title={writeUse(use)}
      onClick={({ currentTarget }) => openStepEditor(page, currentTarget, key, index)}
      {...(isStep && ordering(page, key, index))}
    >
      {use.strategy.id}
      {value && (
        <>
          {' '}
          <b>{value}</b>
        </>
      )}
    </button>
  )
}

/** The chip that is dragged along its chain. */
let dragged: { readonly key: number; readonly index: number } | undefined

/** Another order: drag a chip along its chain, or Alt with an arrow key on it. */
const ordering = (page: Page, key: number, index: number) => ({
  draggable: true,
  onKeyDown(event: KeyboardEvent) {
    const by = event.altKey ? sideways(event) : undefined
    if (by === undefined) return
    event.preventDefault()
    moveStep(page, key, index, index + by)
  },
  // Not for the lane's own dragging, which would take a chip for its lane.
  onDragStart(event: DragEvent) {
    event.stopPropagation()
    dragged = { key, index }
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
  },
  onDragOver(event: DragEvent & { readonly currentTarget: HTMLElement }) {
    if (dragged?.key !== key) return
    event.preventDefault()
    event.stopPropagation()
    event.currentTarget.classList.add('is-target')
  },
  onDragLeave: ({ currentTarget }: DragEvent & { readonly currentTarget: HTMLElement }) =>
    currentTarget.classList.remove('is-target'),
  onDrop(event: DragEvent & { readonly currentTarget: HTMLElement }) {
    event.currentTarget.classList.remove('is-target')
    if (dragged?.key !== key) return
    event.preventDefault()
    event.stopPropagation()
    moveStep(page, key, dragged.index, index)
  },
  onDragEnd() {
    dragged = undefined
  },
})

/** A lane's own model as the last chip of its chain. */
export function ModelChip({
  view: { key, letter },
  model,
}: {
  readonly view: Pick<LaneView, 'key' | 'letter'>
  readonly model: string
}) {
  const page = usePage()
  const title = titleOf(model, page.offer.value.models)
  return (
    <button
      type="button"
      class="chain-chip is-model"
      data-do="lane-model"
      data-focus={`model-${key}`}
      aria-haspopup="dialog"
      aria-label={`Lane ${letter} runs on ${title}`}
      onClick={({ currentTarget }) => openModelMenu(page, currentTarget, key)}
    >
      @ <b>{title}</b>
    </button>
  )
}
