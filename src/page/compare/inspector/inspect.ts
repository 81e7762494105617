import { focusOn } from '../../ui/focus.ts'
import { hasModifier, keyName } from '../../ui/keys.ts'
import { clamp } from '../../ui/numbers.ts'
import { hasKeyboard, placeOf, unpoint } from '../lane/token-tip.tsx'
import type { Page, TokenPlace } from '../state/page.ts'

/** Opening, walking and closing the inspector. */

/** Takes a token apart. */
export function inspect(page: Page, token: Element): void {
  const place = placeOf(token)
  const { key, step } = page.inspected.peek() ?? {}
  if (place.key !== key || place.step !== step) goTo(page, place)
}

function goTo(page: Page, place: TokenPlace): void {
  page.branchFault.value = ''
  page.inspected.value = place
  // A sheet from below may hide it.
  requestAnimationFrame(() => tokenAt(place)?.scrollIntoView({ block: 'nearest' }))
}

/** From a token, Tab leads into its inspector: between them in the page are all other lanes. */
export function enterInspector(event: KeyboardEvent): void {
  event.preventDefault()
  focusOn(document.querySelector('#inspector button:not([aria-disabled])'))
}

/** Shift and Tab lead from its first button back to the token. */
function leaveInspector(page: Page, event: KeyboardEvent): void {
  const first = document.querySelector('#inspector button:not([aria-disabled])')
  const place = page.inspected.peek()
  if (event.target !== first || !place) return
  event.preventDefault()
  focusOn(tokenAt(place))
}

const tokenAt = ({ key, step }: TokenPlace): Element | null =>
  document.querySelector(`.lane-column[data-key="${key}"] .text-token[data-step="${step}"]`)

/** Closes it; the focus goes back to its token, whose card only the keyboard asks for. */
export function closeInspector(page: Page): void {
  const place = page.inspected.peek()
  const token = place && tokenAt(place)
  page.inspected.value = undefined
  if (!token) return
  focusOn(token)
  if (!hasKeyboard(token)) unpoint()
}

/** Another token of the text, or the same one of another lane. */
export interface Way {
  readonly by?: number
  readonly to?: number
  readonly lane?: number
}

export function walkInspector(page: Page, { by = 0, to, lane: lanesOn = 0 }: Way): void {
  const place = page.inspected.peek()
  const views = page.views.peek()
  if (!place) return
  let next = views.findIndex(({ key }) => key === place.key) + lanesOn
  while (views[next] && !views[next]?.sample?.steps.length) next += lanesOn
  const lane = views[next]
  const last = (lane?.sample?.steps.length ?? 0) - 1
  if (!lane || last < 0) return
  const step = clamp(to ?? place.step + by, 0, last)
  if (lane.key !== place.key || step !== place.step) goTo(page, { key: lane.key, step })
}

/** Keys walk from within the panel as they do in the text; up and down scroll it. */
const WAYS: Readonly<Record<string, Way>> = {
  ArrowLeft: { by: -1 },
  ArrowRight: { by: 1 },
  Home: { to: 0 },
  End: { to: Number.POSITIVE_INFINITY },
  j: { lane: 1 },
  k: { lane: -1 },
}

export function inspectorKeys(page: Page, event: KeyboardEvent): void {
  if (event.key === 'Tab' && event.shiftKey) leaveInspector(page, event)
  const way = WAYS[keyName(event)]
  const isTyping = event.target instanceof HTMLInputElement
  if (!way || isTyping || hasModifier(event)) return
  event.preventDefault()
  walkInspector(page, way)
}
