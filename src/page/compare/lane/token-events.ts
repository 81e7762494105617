import { cursorKeys } from '../chart/cursor.ts'
import { enterInspector, inspect } from '../inspector/inspect.ts'
import type { Page } from '../state/page.ts'
import { pointAt, readOut, tokenUnder, unpoint } from './token-tip.tsx'

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
    const spark = target instanceof Element ? target.closest('.spark-plot') : null
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
