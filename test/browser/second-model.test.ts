/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { GRAPH } from '../models/install/hub-server.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { useHubApp } from './hub-app.ts'

const finished = (page: Page, lanes: number) =>
  page.waitForFunction(
    (count) =>
      /Done/.test(document.querySelector('#runline')?.textContent ?? '') &&
      document.querySelectorAll('.lane-column').length === count,
    lanes,
  )
const second = (page: Page) => page.locator('.story-panel .story-second')

describe.skipIf(noBrowser)(`the story on a second model ${noBrowser && `(${noBrowser})`}`, () => {
  const own = useHubApp({ catalogue: { second: 'distilgpt2' } })
  const { app } = own

  it('states why it cannot be had, and tries again', async () => {
    own.hub.isReachable = false
    const { page, faults, close } = await openPage(app.url, { isNewcomer: true })
    await page.click('.story-offer summary')
    await page.click('[data-do="fetch-second"]')
    await expect.poll(() => second(page).textContent()).toContain('the model hub cannot be reached')
    expect(await page.textContent('[data-do="fetch-second"]')).toBe('Try again')
    await finished(page, 1)
    own.hub.isReachable = true
    expect(faults).toEqual([])
    await close()
  })

  it('is one click away: size and licence first, progress in the story, then the story on it', async () => {
    own.hub.faults.set(GRAPH, { slow: 500 })
    const { page, faults, close } = await openPage(app.url, { isNewcomer: true })
    // Open, because the last try failed.
    await page.click('[data-do="fetch-second"]')
    await second(page).locator('[role="progressbar"]').waitFor()
    await page.locator('[data-do="cancel-second"]:focus').waitFor()
    expect(await second(page).textContent()).toContain('On Books-13M, 13 million parameters.')
    await page.click('[data-do="story-next"]')
    await finished(page, 2)
    own.hub.faults.clear()
    await page.locator('[data-do="story-second"]').focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-do="story-built-in"]:focus').waitFor()
    await expect.poll(() => page.locator('.story-on').textContent()).toContain('On DistilGPT-2')
    expect(await page.textContent('.story-scene[aria-current]')).toBe('2 Beam search')
    await finished(page, 2)
    expect(await page.inputValue('#model')).toBe('distilgpt2')
    await page.click('[data-do="story-next"]')
    await finished(page, 2)
    expect(await page.inputValue('#model')).toBe('distilgpt2')
    expect(await axeFaults(page)).toEqual([])
    await page.locator('[data-do="story-built-in"]').focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-do="story-second"]:focus').waitFor()
    await expect.poll(() => page.inputValue('#model')).toBe('books-13m')
    await finished(page, 2)
    expect(faults).toEqual([])
    await close()
  })
})
