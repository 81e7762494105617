import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { freshPage } from './browser.ts'

interface Wishes {
  readonly javaScriptEnabled?: boolean
  readonly colorScheme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
  /** A finger instead of a mouse. */
  readonly isTouch?: boolean
  /** The browser reports a refused request as an error of its own. */
  readonly expectErrors?: boolean
}

/**
 * Pages of the lab for a test file. One closes after its test, and fails it if anything was reported on it.
 */
export function useLab(): { page(wishes?: Wishes): Promise<Page> } {
  const app = useApp()
  return {
    async page({ width = 1440, height = 900, isTouch = false, expectErrors = false, ...options } = {}) {
      const { page, faults, close } = await freshPage(new URL(app.url), {
        baseURL: app.url,
        viewport: { width, height },
        hasTouch: isTouch,
        isMobile: isTouch,
        ...options,
      })
      page.on('console', (message) => message.type() === 'warning' && faults.push(message.text()))
      onTestFinished(async () => {
        await close()
        expect(faults.filter((fault) => !(expectErrors && fault.includes('status of 400')))).toEqual([])
      })
      return page
    },
  }
}

/** Unfolds whatever is folded. */
export async function openAll(page: Page): Promise<void> {
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
}

/** Puts a text into a field at once, as a paste does: `fill` types it line by line, in seconds. */
export const paste = (page: Page, field: string, text: string): Promise<void> =>
  page.locator(field).evaluate((element, value) => {
    const { length } = (element as HTMLTextAreaElement).value
    ;(element as HTMLTextAreaElement).setRangeText(value, 0, length, 'end')
    element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
  }, text)

/** By how many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
