/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'

/**
 * Controls that a finger may miss: under 44 px in either direction. A choice that is drawn by its label is
 * as large as
 * the label; links in running text may be smaller (WCAG 2.5.5).
 */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const controls = [
      ...document.querySelectorAll<HTMLElement>(
        'button, input, select, textarea, summary, a.ui-button, nav a, [role="button"], [role="slider"]',
      ),
    ]
    const isDrawn = (element: HTMLElement) =>
      element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0
    const small = controls.filter(isDrawn).filter((control) => {
      const choice = control.matches('input[type="radio"], input[type="checkbox"]')
      const { width, height } = ((choice && control.closest('label')) || control).getBoundingClientRect()
      return width < 43.5 || height < 43.5
    })
    return small.map((element) => {
      const { width, height } = element.getBoundingClientRect()
      return `${element.outerHTML.slice(0, 120)} ${Math.round(width)} x ${Math.round(height)}`
    })
  })
