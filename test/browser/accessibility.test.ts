/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { isThorough } from '../helpers/thorough.ts'
import { useApp } from '../web/running-app.ts'
import { axeFaults, axeFaultsInBothSchemes } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { openAll } from './lab-browser.ts'
import { looks } from './looks.ts'
import { smallTargets } from './targets.ts'

const RUN = '/?prompt=The+old+man+looked+at+the+sea+and+said,&maxTokens=60&seed=7&samples=2'

describe.skipIf(noBrowser)(`every page ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  const pages = ['/', RUN, '/models', '/lab', '/trials', '/learn', '/class', '/no-such-page']
  // All shipped results take axe as long as the other pages together; gallery.test.ts looks at a few of them.
  if (isThorough) pages.push('/gallery')
  const width = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

  describe.each(looks)('at %i px, opened in the %s scheme', (wide, colorScheme) => {
    it.each(pages)(
      '%s has no serious fault in either scheme, no error, no foreign request, obeys its content policy',
      async (path) => {
        const options = { colorScheme, viewport: { width: wide, height: 900 } }
        const { page, faults, close } = await openPage(app.url + path, options)
        if (path === RUN) await finished(page)
        expect(await axeFaultsInBothSchemes(page)).toEqual([])
        await page.evaluate(() => document.fonts.ready.then(() => undefined))
        expect(await page.evaluate(() => document.fonts.check('16px "Inter Variable"'))).toBe(true)
        const isMissing = path === '/no-such-page'
        expect(faults.filter((fault) => !(isMissing && fault.includes('404')))).toEqual([])
        if (wide === 390) {
          await page.setViewportSize({ width: 320, height: 700 })
          await expect.poll(() => width(page)).toBe(320)
        }
        await close()
      },
    )
  })

  it.each([
    '[data-focus="chip-1-0"]',
    '[data-do="add-lane"]',
    '[data-focus="menu-0"]',
    '[data-do="copy-menu"]',
  ])('what opens at %s has no serious fault', async (opener) => {
    const { page, close } = await openPage(app.url)
    await page.click(opener)
    await page.locator('#pop:popover-open').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    const focused = () => page.evaluate((selector) => document.activeElement?.matches(selector), opener)
    await expect.poll(focused).toBe(true)
    await close()
  })

  it.each(['/models', '/lab', '/trials', '/learn', '/gallery', '/class'])(
    '%s fits a phone of 360 px, and every control on it a finger',
    async (path) => {
      const options = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
      const { page, close } = await openPage(app.url + path, options)
      await openAll(page)
      expect(await smallTargets(page)).toEqual([])
      expect(await width(page)).toBe(360)
      await close()
    },
  )

  it('keeps a chosen colour scheme', async () => {
    const { page, close } = await openPage(app.url)
    await page.click('#theme')
    await page.click('#theme')
    await page.reload()
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await expect.poll(() => page.getAttribute('#theme', 'aria-label')).toBe('Colour scheme: dark')
    await close()
  })
})
