import { Icon } from '../../ui/icon.tsx'
import { moveLane } from '../chain/edit.ts'
import { pickLane } from '../chain/picker.tsx'
import { cursorKeys } from '../chart/cursor.ts'
import { copySelected } from '../copy/selected-text.ts'
import { editHuman } from '../human/edit.tsx'
import { HumanLane } from '../human/lane.tsx'
import { enterInspector, inspect } from '../inspector/inspect.ts'
import { presented } from '../present/presentation.ts'
import { type Page, usePage } from '../state/page.ts'
import { Lane } from './lane.tsx'
import { MoreLanes } from './more-lanes.tsx'
import { pointAt, readOut, tokenUnder, unpoint } from './token-tip.tsx'

/** The sheet of lanes side by side. */
export function Lanes() {
  const page = usePage()
  const views = presented(page.views.value, page.presentation.value)
  return (
    <div class="lanes-frame">
      <MoreLanes />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so that the keyboard must reach it */}
      <section class="lanes-scroll" id="lanes-scroll" tabIndex={0} aria-label="Lanes">
        <div
          class="lanes"
          id="lanes"
          data-heat={page.look.value.heat}
          {...tokenEvents(page)}
          onCopy={(event) => copySelected(page, event)}
          {...dragging(page)}
        >
          {views.map((view) =>
            view.isHuman ? <HumanLane key={view.key} view={view} /> : <Lane key={view.key} view={view} />,
          )}
        </div>
        <Adders />
      </section>
    </div>
  )
}

function Adders() {
  const page = usePage()
  return (
    <div class="adders ui-needs-js">
      <button
        type="button"
        class="add-lane"
        data-do="add-lane"
        data-focus="add-lane"
        aria-haspopup="dialog"
        onClick={({ currentTarget }) => pickLane(page, currentTarget)}
      >
        <Icon name="plus" />
        <span>Add lane</span>
      </button>
      <button
        type="button"
        class="add-lane"
        data-do="human-text"
        data-focus="add-human"
        aria-haspopup="dialog"
        onClick={({ currentTarget }) => editHuman(page, currentTarget)}
      >
        <Icon name="plus" />
        <span>Add human text</span>
      </button>
    </div>
  )
}

/** Thousands of tokens share these listeners. */
export const tokenEvents = (page: Page) => ({
  onClick({ target }: MouseEvent) {
    const token = tokenUnder(target)
    if (token) inspect(page, token)
  },
  onPointerOver({ target }: PointerEvent) {
    const token = tokenUnder(target)
    if (token) pointAt(page, token, true)
  },
  onPointerOut({ target }: PointerEvent) {
    if (tokenUnder(target)) unpoint()
  },
  onPointerMove({ target, clientX }: PointerEvent) {
    const spark = target instanceof Element ? target.closest('.spark') : null
    const run = page.run.peek()
    if (!spark || !run) return
    const { left, width } = spark.getBoundingClientRect()
    const step = Math.floor(((clientX - left) / width) * run.maxTokens)
    page.cursor.value = Math.max(0, Math.min(run.maxTokens - 1, step))
  },
  onPointerLeave() {
    page.cursor.value = undefined
  },
  onFocusIn({ target }: FocusEvent) {
    const token = tokenUnder(target)
    if (!token) return
    pointAt(page, token)
    readOut(page, token)
    // With the inspector open, walking the text walks the inspector.
    if (page.inspected.peek()) inspect(page, token)
  },
  onFocusOut({ target }: FocusEvent) {
    if (tokenUnder(target)) unpoint()
  },
  onKeyDown(event: KeyboardEvent) {
    const token = tokenUnder(event.target)
    if (!token) return
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.isComposing) inspect(page, token)
    else if (event.key === 'Tab' && !event.shiftKey && page.inspected.peek()) enterInspector(event)
    else cursorKeys(event, token)
  },
})

/** The lane that is dragged by its grip. */
let dragged: number | undefined

const laneUnder = (target: EventTarget | null) =>
  target instanceof Element ? (target.closest<HTMLElement>('.lane') ?? undefined) : undefined

/** Lanes in another order. */
function dragging(page: Page) {
  const placesTo = (lane: HTMLElement) => {
    const keys = page.settings.peek().lanes.map(({ key }) => key)
    return keys.indexOf(Number(lane.dataset.key)) - keys.indexOf(dragged ?? -1)
  }
  const clear = (sheet: HTMLElement) => {
    for (const lane of sheet.children)
      lane.classList.remove('is-dragged', 'is-target-left', 'is-target-right')
  }
  type Dragging = DragEvent & { readonly currentTarget: HTMLElement }
  return {
    onDragStart(event: Dragging) {
      const lane = laneUnder(event.target)
      if (!lane || !event.dataTransfer) return
      dragged = Number(lane.dataset.key)
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setDragImage(lane, 24, 24)
      lane.classList.add('is-dragged')
    },
    onDragOver(event: Dragging) {
      const lane = laneUnder(event.target)
      if (dragged === undefined || !lane) return
      event.preventDefault()
      for (const one of event.currentTarget.children)
        one.classList.remove('is-target-left', 'is-target-right')
      const by = placesTo(lane)
      if (by !== 0) lane.classList.add(by < 0 ? 'is-target-left' : 'is-target-right')
    },
    onDrop(event: Dragging) {
      const lane = laneUnder(event.target)
      if (dragged === undefined || !lane) return
      event.preventDefault()
      moveLane(page, dragged, placesTo(lane))
      clear(event.currentTarget)
    },
    onDragEnd(event: Dragging) {
      dragged = undefined
      clear(event.currentTarget)
    },
  }
}
