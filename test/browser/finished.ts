import type { Page } from 'playwright-core'

/** The run of Compare has come to its end. */
export const finished = (page: Page): Promise<void> => page.locator('#runline', { hasText: 'Done' }).waitFor()
