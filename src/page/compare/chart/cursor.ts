import { hasModifier, keyName } from '../../ui/keys.ts'
import { clamp } from '../../ui/numbers.ts'
import type { Page } from '../state/page.ts'
import { axisLength } from './series.ts'

/**
 * One cursor for the whole page: a token, a bar or a place in the chart moves it everywhere. Here by
 * keyboard.
 */

/** A text is one tab stop; arrows walk its tokens, up and down change lanes. */
export function cursorKeys(event: KeyboardEvent, token: Element): void {
  const text = token.closest('.text-body')
  if (!text || hasModifier(event)) return
  const tokens = [...text.querySelectorAll('.text-token')]
  const at = tokens.indexOf(token)
  const ways: Readonly<Record<string, Element | undefined>> = {
    ArrowRight: tokens[at + 1],
    ArrowLeft: tokens[at - 1],
    Home: tokens[0],
    End: tokens.at(-1),
    ArrowUp: beside(token, -1),
    ArrowDown: beside(token, 1),
    k: beside(token, -1),
    j: beside(token, 1),
  }
  const key = keyName(event)
  if (!(key in ways)) return
  event.preventDefault()
  const to = ways[key]
  if (to instanceof HTMLElement) to.focus()
}

/** The token of the same index in the next lane that has a text, its last one where it is shorter. */
function beside(token: Element, by: number): Element | undefined {
  const lanes = [...(token.closest('.lane-columns')?.children ?? [])]
  for (let at = lanes.findIndex((one) => one.contains(token)) + by; lanes[at]; at += by) {
    const tokens = [...(lanes[at]?.querySelectorAll('.text-token') ?? [])]
    const same = tokens.find((one) => one.getAttribute('data-step') === token.getAttribute('data-step'))
    if (tokens.length > 0) return same ?? tokens.at(-1)
  }
  return undefined
}

/** The charts are one tab stop; arrows walk their tokens. */
export function chartKeys(page: Page, event: KeyboardEvent): void {
  const step = page.cursor.peek()
  const last = axisLength(page.views.peek(), 1) - 1
  const to = { ArrowRight: (step ?? -1) + 1, ArrowLeft: (step ?? 1) - 1, Home: 0, End: last }[event.key]
  if (to === undefined) return
  event.preventDefault()
  page.cursor.value = clamp(to, 0, last)
  requestAnimationFrame(() => {
    const [region, readout] = ['token-status', 'readout'].map((id) => document.getElementById(id))
    if (region && readout) region.textContent = readout.textContent
  })
}
