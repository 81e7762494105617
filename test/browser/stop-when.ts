/// <reference lib="dom" />
import type { Page } from 'playwright-core'

interface When {
  /** So many elements of this kind have come, and the page is still at work. */
  readonly selector: string
  readonly count: number
  /** Pressed to stop; Escape without it. */
  readonly button?: string
}

/**
 * Stops the next run in the page itself, as soon as it has come so far: asked from here it may have ended
 * meanwhile.
 */
export const stopWhen = (page: Page, when: When): Promise<void> =>
  page.evaluate(({ selector, count, button }) => {
    let hasBegun = false
    new MutationObserver((_, observer) => {
      // What the run before has written is still there at the moment in which this one begins.
      const length = document.querySelectorAll(selector).length
      hasBegun ||= length === 0
      if (!hasBegun || length < count || !document.body.classList.contains('is-running')) return
      observer.disconnect()
      const stop = button && document.querySelector<HTMLElement>(button)
      // A press of a person focuses it first.
      if (stop) {
        stop.focus()
        stop.click()
      } else document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    }).observe(document.body, { attributes: true, childList: true, subtree: true })
  }, when)
