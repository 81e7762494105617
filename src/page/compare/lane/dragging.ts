import { moveLane } from '../chain/edit.ts'
import type { Page } from '../state/page.ts'

/** The lane that is dragged by its grip. */
let dragged: number | undefined

const laneUnder = (target: EventTarget | null) =>
  target instanceof Element ? (target.closest<HTMLElement>('.lane-column') ?? undefined) : undefined

/** Lanes in another order. */
export function dragging(page: Page) {
  const placesTo = (lane: HTMLElement) => {
    const keys = page.settings.peek().lanes.map(({ key }) => key)
    return keys.indexOf(Number(lane.dataset.key)) - keys.indexOf(dragged ?? -1)
  }
  const clear = (sheet: HTMLElement) => {
    for (const lane of sheet.children)
      lane.classList.remove('is-dragged', 'is-target-left', 'is-target-right')
  }
  type Dragging = DragEvent & { readonly currentTarget: HTMLElement }
  const over = (work: (lane: HTMLElement, sheet: HTMLElement) => void) => (event: Dragging) => {
    const lane = laneUnder(event.target)
    if (dragged === undefined || !lane) return
    event.preventDefault()
    work(lane, event.currentTarget)
  }
  return {
    onDragStart(event: Dragging) {
      const lane = laneUnder(event.target)
      if (!lane || !event.dataTransfer) return
      dragged = Number(lane.dataset.key)
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setDragImage(lane, 24, 24)
      lane.classList.add('is-dragged')
    },
    onDragOver: over((lane, sheet) => {
      for (const one of sheet.children) one.classList.remove('is-target-left', 'is-target-right')
      const by = placesTo(lane)
      if (by !== 0) lane.classList.add(by < 0 ? 'is-target-left' : 'is-target-right')
    }),
    onDrop: over((lane, sheet) => {
      moveLane(page, dragged!, placesTo(lane))
      clear(sheet)
    }),
    onDragEnd(event: Dragging) {
      dragged = undefined
      clear(event.currentTarget)
    },
  }
}
