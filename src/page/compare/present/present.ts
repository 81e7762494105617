import { announce } from '../../ui/announce.tsx'
import { focusOn } from '../../ui/focus.ts'
import { hasModifier, sideways } from '../../ui/keys.ts'
import { isPopoverOpen } from '../../ui/popover.tsx'
import type { LaneView } from '../lane/view.ts'
import type { Page } from '../state/page.ts'
import { play } from '../story/play.ts'
import { SCENES } from '../story/scenes.ts'

/** The key that begins and ends it, whatever has the focus: no letter, so that typing never presses it. */
export const PRESENT_KEY = 'F2'

/** What had the focus before the presentation, and has it again after it. */
let cameFrom: Element | null = null

export function present(page: Page): void {
  cameFrom = document.activeElement
  page.presentation.value = { lane: undefined }
  announce('Presentation: the arrow keys step through the lanes, Escape leaves')
  requestAnimationFrame(() => {
    scrollTo({ top: 0 })
    focusOn(document.querySelector('[data-do="present-next"]'))
  })
}

export function endPresentation(page: Page): void {
  if (!page.presentation.peek()) return
  page.presentation.value = undefined
  announce('Presentation ended')
  requestAnimationFrame(() => {
    const isThere = cameFrom !== document.body && cameFrom?.checkVisibility()
    focusOn(isThere ? cameFrom : document.querySelector('[data-do="present"]'))
  })
}

/** All lanes come first, then each alone; after the last, all again. */
export function stepLane(page: Page, by: 1 | -1): void {
  const views = page.views.peek()
  const stops = [undefined, ...views.map(({ key }) => key)]
  const at = Math.max(0, stops.indexOf(page.presentation.peek()?.lane))
  const lane = stops[(at + by + stops.length) % stops.length]
  page.presentation.value = { lane }
  page.inspected.value = undefined
  const view = views.find(({ key }) => key === lane)
  announce(view ? placeWords(view) : 'All lanes')
}

/** "Lane B, Pure sampling" */
export const placeWords = ({ isHuman, letter, name }: LaneView): string =>
  isHuman ? name : `Lane ${letter}, ${name}`

/** The next scene of the story that is open, or the one before. Whether there is a story. */
function stepScene(page: Page, by: 1 | -1): boolean {
  const open = page.lesson.peek()
  if (open?.list !== 'story') return false
  const index = open.index + by
  if (index < 0 || index >= SCENES.length) return true
  page.presentation.value = { lane: undefined }
  play(page, { list: 'story', index })
  return true
}

/**
 * Page Down and Page Up are what a presenter's remote control sends: they turn scenes, without a story lanes.
 */
const SCENE_KEYS: Readonly<Record<string, 1 | -1>> = { PageDown: 1, PageUp: -1 }

/** Keys of the presentation. Whether the key was one of them. */
export function presentKeys(page: Page, event: KeyboardEvent): boolean {
  const { key, target } = event
  if (event.defaultPrevented || hasModifier(event)) return false
  const isOn = page.presentation.peek() !== undefined
  if (key === PRESENT_KEY) {
    event.preventDefault()
    if (isOn) endPresentation(page)
    else present(page)
    return true
  }
  if (!isOn || isPopoverOpen()) return false
  if (key === 'Escape') {
    // The inspector listens for the key too, and closes first.
    if (!page.inspected.peek()) endPresentation(page)
    return true
  }
  const isField =
    target instanceof Element && target.closest('input, textarea, select, .text-body, .chart-frame')
  if (isField) return false
  const [lane, scene] = [sideways(event), SCENE_KEYS[key]]
  if (lane === undefined && scene === undefined) return false
  event.preventDefault()
  if (lane !== undefined) stepLane(page, lane)
  else if (scene !== undefined && !stepScene(page, scene)) stepLane(page, scene)
  return true
}
