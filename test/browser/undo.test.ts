/// <reference lib="dom" />
import { describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'

describe.skipIf(noBrowser)(`undo ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  it('takes back chains, lanes and fields by its button, and leaves typing to the browser', async () => {
    const { page, faults, close } = await openPage(app.url)
    const undo = page.locator('[data-do="undo"]')
    const redo = page.locator('[data-do="redo"]')
    await expect.poll(() => undo.getAttribute('aria-disabled')).toBe('true')
    await page.click('[data-focus="chip-2-0"]')
    await page.fill('#pop .knob-value', '0.5')
    await page.keyboard.press('Escape')
    await expect.poll(() => undo.getAttribute('aria-label')).toBe('Undo chain of lane C')
    await page.click('[data-focus="menu-0"]')
    await page.click('#pop button:has-text("Remove lane")')
    await expect.poll(() => undo.getAttribute('aria-label')).toBe('Undo removal of lane A')
    await undo.click()
    await expect
      .poll(() => page.locator('.lane-column .lane-head .ui-mark').allTextContents())
      .toEqual(['A', 'B', 'C'])
    await undo.click()
    await expect.poll(() => page.locator('#lane-C h2').textContent()).toBe('Nucleus 0.9')
    await expect.poll(() => redo.getAttribute('aria-label')).toBe('Redo chain of lane C')
    await redo.click()
    await expect.poll(() => page.locator('#lane-C h2').textContent()).toBe('Nucleus 0.5')
    // Keys that come faster than the page draws.
    await page.evaluate(() => {
      for (const key of ['z', 'y', 'y', 'z', 'z']) {
        dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true }))
      }
    })
    await expect.poll(() => page.locator('#lane-C h2').textContent()).toBe('Nucleus 0.9')
    await expect.poll(() => redo.getAttribute('aria-label')).toBe('Redo chain of lane C')
    await page.evaluate(() => {
      for (const key of ['y', 'y', 'z']) dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true }))
    })
    await expect.poll(() => redo.getAttribute('aria-label')).toBe('Redo removal of lane A')
    await page.fill('#prompt', '')
    await page.locator('#prompt').pressSequentially('Hello there')
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.inputValue('#prompt')).not.toBe('Hello there')
    await expect.poll(() => page.locator('#lane-C h2').textContent()).toBe('Nucleus 0.5')
    await page.locator('.lane-column').nth(0).locator('[data-do="edit-step"]').first().focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.locator('#status').textContent()).toBe('Undone: prompt')
    expect(await axeFaults(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  })

  it('gives typed words back that an example took the place of', async () => {
    const { page, close } = await openPage(app.url)
    await page.fill('#prompt', 'My own words about a ship')
    await page.locator('[data-do="example"]').nth(2).click()
    await expect.poll(() => page.inputValue('#prompt')).not.toBe('My own words about a ship')
    await page.click('[data-do="undo"]')
    await expect.poll(() => page.inputValue('#prompt')).toBe('My own words about a ship')
    await close()
  })

  it('hears its keys by one listener, however often the page is drawn', async () => {
    const { page, close } = await openPage(app.url)
    const undo = page.locator('[data-do="undo"]')
    await expect.poll(() => undo.getAttribute('aria-disabled')).toBe('true')
    await page.evaluate(() => {
      const listen = window.addEventListener
      window.addEventListener = (name: string, ...rest: [EventListenerOrEventListenerObject]) => {
        document.body.dataset.added = `${document.body.dataset.added ?? ''} ${name}`
        listen.call(window, name, ...rest)
      }
    })
    await page.fill('#maxTokens', '17')
    await page.locator('#maxTokens').blur()
    await expect.poll(() => undo.getAttribute('aria-disabled')).toBe('false')
    expect(await page.evaluate(() => document.body.dataset.added ?? '')).not.toContain('keydown')
    await page.keyboard.press('Control+z')
    await expect.poll(() => undo.getAttribute('aria-disabled')).toBe('true')
    await close()
  })
})
