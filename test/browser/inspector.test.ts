/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openBrowser, openPage } from './browser.ts'

const LINK =
  '/?prompt=Once+upon+a+time&lane=greedy&lane=top-k%3A40&lane=nucleus%3A0.9&lane=mirostat&maxTokens=24&seed=7'
const finished = (page: Page) => page.locator('#runline').filter({ hasText: 'Done' }).waitFor()
const token = (page: Page, lane: number, step: number) =>
  page.locator('.lane').nth(lane).locator(`.t[data-step="${step}"]`)

describe.skipIf(noBrowser)(`the inspector ${noBrowser && `(${noBrowser})`}`, () => {
  let app: RunningApp
  let browser: Browser
  beforeAll(async () => {
    app = await startApp()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  it('takes a token apart: the chain, the candidates that sum to 1, the draw', async () => {
    const { page, faults, close } = await openPage(browser, `${app.url}${LINK}`)
    await finished(page)
    await token(page, 2, 5).click()
    const panel = page.locator('#inspector')
    await panel.locator('.funnel li').nth(1).waitFor()
    expect(await panel.locator('h2').textContent()).toBe('Step 6')
    expect(await panel.locator('.funnel li').first().textContent()).toContain('8,192')
    expect(await panel.locator('.funnel li').nth(1).textContent()).toContain('nucleus:0.9')
    expect(await panel.locator('.cands .is-chosen').count()).toBe(1)
    const columns = await panel
      .locator('.cands tbody tr:not(.sum)')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll('td.n')].slice(-2).map((cell) => Number(cell.textContent) || 0),
        ),
      )
    for (const column of [0, 1]) {
      expect(columns.reduce((total, row) => total + row[column]!, 0)).toBeCloseTo(1, 1)
    }
    expect(await panel.textContent()).toMatch(/u = 0\.\d{4} fell/)
    expect(await axeFaults(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  })

  it('walks with the arrows and gives the focus back', async () => {
    const { page, close } = await openPage(browser, `${app.url}${LINK}`)
    await finished(page)
    await token(page, 0, 0).focus()
    await page.keyboard.press('Enter')
    await page.locator('#inspector .funnel').waitFor()
    expect(await page.locator('#inspector').textContent()).toContain('This lane draws nothing')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.locator('#inspector h2').textContent()).toBe('Step 2')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('#inspector').isHidden()).toBe(true)
    const focused = await page.evaluate(() => (document.activeElement as HTMLElement).dataset.step)
    expect(focused).toBe('1')
    await close()
  })

  it('says so where a step cannot be repeated alone', async () => {
    const { page, close } = await openPage(browser, `${app.url}${LINK}`)
    await finished(page)
    await token(page, 3, 20).click()
    const panel = page.locator('#inspector')
    await panel.locator('.funnel, p.quiet').filter({ hasNotText: 'Taking' }).first().waitFor()
    expect(await panel.locator('.facts').count()).toBe(1)
    await close()
  })

  it('is a sheet from below on a phone, without sideways scroll', async () => {
    const options = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }
    const { page, close } = await openPage(browser, `${app.url}${LINK}`, options)
    await finished(page)
    await token(page, 2, 3).click()
    await page.locator('#inspector .cands').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await axeFaults(page)).toEqual([])
    await page.locator('[data-do="close-inspector"]').click()
    expect(await page.locator('#inspector').isHidden()).toBe(true)
    await close()
  })
})
