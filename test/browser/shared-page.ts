import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect } from 'vitest'
import type { WatchedPage } from './browser.ts'
import { finished } from './finished.ts'

/**
 * One page with a run for the tests of a block, each of which leaves it as it was. None may be the cause of
 * anything that is reported on it. After a test that failed it is opened anew.
 * @param ready waits for what the tests look at
 */
export function useSharedPage(
  open: () => Promise<WatchedPage>,
  ready: (page: Page) => Promise<void> = finished,
): { readonly page: Page } {
  let opened: WatchedPage | undefined
  beforeEach(async () => {
    if (opened) return
    opened = await open()
    await ready(opened.page)
  })
  afterEach(async ({ task }) => {
    const { faults = [], close } = opened ?? {}
    if (task.result?.state === 'fail' || faults.length > 0) {
      opened = undefined
      await close?.()
    }
    expect(faults).toEqual([])
  })
  afterAll(() => opened?.close())
  return {
    get page() {
      return opened!.page
    },
  }
}
