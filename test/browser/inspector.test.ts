/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaults, axeFaultsInBothSchemes } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { useSharedPage } from './shared-page.ts'

const LINK =
  '/?prompt=Once+upon+a+time&lane=greedy&lane=top-k%3A40&lane=nucleus%3A0.9&lane=mirostat&lane=beam%3A3' +
  '&lane=temperature%3A0.7%2Btop-k%3A40%2Bnucleus%3A0.9&maxTokens=24&seed=7'
const token = (page: Page, lane: number, step: number) =>
  page.locator('.lane-column').nth(lane).locator(`.text-token[data-step="${step}"]`)
const apart = (page: Page) => page.locator('#inspector .inspector-funnel').waitFor()
const title = (page: Page) => page.locator('#inspector h2').textContent()
const letter = (page: Page) => page.locator('#inspector .inspector-head .ui-mark').textContent()

describe.skipIf(noBrowser)(`the inspector ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  describe('of one run', () => {
    const shared = useSharedPage(() => openPage(app.url + LINK))
    afterEach(async () => {
      await shared.page.keyboard.press('Escape')
      await shared.page.locator('#inspector').waitFor({ state: 'hidden' })
    })

    it('takes a token apart: the chain, the candidates that sum to 1, the draw', async () => {
      const { page } = shared
      await token(page, 5, 2).click()
      await apart(page)
      const panel = page.locator('#inspector')
      await expect.poll(() => title(page)).toBe('Token 3')
      const funnel = await panel.locator('.inspector-funnel li').allTextContents()
      expect(funnel).toHaveLength(5)
      expect(funnel[0]).toContain('8,192')
      expect(funnel[2]).toMatch(/^40\s*top-k:40/)
      const heads = await panel.locator('.candidates-table thead th.ui-number').allTextContents()
      expect(heads).toEqual(['rank', 'model', 'temperature 0.7', 'top-k 40', 'nucleus 0.9'])
      await expect.poll(() => panel.locator('.candidates-table .is-chosen').count()).toBe(1)
      const cuts = await panel.locator('.candidates-table .candidates-cut-line').allTextContents()
      expect(cuts[0]).toMatch(/^nucleus:0\.9 cuts here: \d+ kept, mass 0\.\d{3}$/)
      expect(cuts[1]).toMatch(/^top-k:40 cuts here: 40 kept/)
      const removed = panel.locator('.candidates-table tr.is-cut').first()
      await expect.poll(() => removed.locator('td').last().textContent()).toBe('cut by nucleus:0.9')
      await expect
        .poll(() => panel.locator('.candidates-table .candidates-rest').last().textContent())
        .toContain('other 8,1')
      await expect
        .poll(() => panel.locator('.candidates-table .candidates-sum td.ui-number').allTextContents())
        .toEqual(Array(4).fill('1.000'))
      const columns = await panel
        .locator('.candidates-table tbody tr:not(.candidates-sum):not(.candidates-cut-line)')
        .evaluateAll((rows) =>
          rows.map((row) =>
            [...row.querySelectorAll('td.ui-number')].slice(-4).map((cell) => Number(cell.textContent) || 0),
          ),
        )
      for (const column of [0, 1, 2, 3]) {
        const sum = columns.reduce((total, row) => total + row[column]!, 0)
        expect(Math.abs(sum - 1)).toBeLessThan(0.0005 * columns.length + 0.001 * columns.length)
      }
      await expect
        .poll(() => panel.locator('h3', { hasText: 'Where the draw fell' }).textContent())
        .toMatch(/u = 0\.\d{4}/)
      await expect
        .poll(() => panel.locator('.stairs-plot').getAttribute('aria-label'))
        .toMatch(/nucleus:0\.9 keeps \d+ tokens with mass 0\.9.*The draw lands on rank \d+/)
      await expect.poll(() => panel.locator('.stairs-plot .stairs-cut').count()).toBe(2)
      await expect.poll(() => panel.locator('.stairs-plot text').allTextContents()).toContain('p = 0.9')
      expect(await axeFaultsInBothSchemes(page)).toEqual([])
    })

    it('shows the same draw in every lane while their texts agree, and why not in the others', async () => {
      const { page } = shared
      await token(page, 2, 0).click()
      await apart(page)
      const draws = page.locator('#inspector .lane-draw-list li')
      await expect.poll(() => draws.count()).toBe(6)
      const firstOf = (lane: number) =>
        page.locator('.lane-column').nth(lane).locator('.text-token').first().textContent()
      for (const [name, lane] of [
        ['B', 1],
        ['C', 2],
        ['D', 3],
        ['F', 5],
      ] as const) {
        const line = draws.filter({ has: page.locator('.ui-mark', { hasText: name }) })
        expect((await line.locator('em').textContent())!.trim()).toBe((await firstOf(lane))!.trim())
        expect(await line.textContent()).toMatch(/u (× 0\.\d{3} kept by \S+ )?= 0\.\d{3}/)
      }
      expect(await draws.filter({ hasText: 'greedy draws nothing' }).count()).toBe(1)
      await token(page, 2, 20).click()
      await expect.poll(() => title(page)).toBe('Token 21')
      await expect
        .poll(() => draws.filter({ hasText: /parted at token \d+|ended after token \d+/ }).count())
        .toBeGreaterThan(3)
    })

    it('walks with arrows, Home, End, J and K, in text and panel, and gives the focus back', async () => {
      const { page } = shared
      await token(page, 0, 0).focus()
      await page.keyboard.press('Enter')
      await apart(page)
      await expect.poll(() => page.locator('#inspector').textContent()).toContain('This lane draws nothing')
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => title(page)).toBe('Token 2')
      await page.keyboard.press('j')
      await expect.poll(() => letter(page)).toBe('B')
      await page.keyboard.press('End')
      await expect.poll(() => title(page)).toBe('Token 24')
      await page.keyboard.press('Home')
      await expect.poll(() => title(page)).toBe('Token 1')
      await page.keyboard.press('k')
      await expect.poll(() => letter(page)).toBe('A')
      await page.locator('[data-do="next-step"]').focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => title(page)).toBe('Token 2')
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => title(page)).toBe('Token 3')
      await page.keyboard.press('J')
      await expect.poll(() => letter(page)).toBe('B')
      await page.keyboard.press('Escape')
      await expect.poll(() => page.locator('#inspector').isHidden()).toBe(true)
      const focused = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement
        return [element.dataset.step, element.closest('.lane-column')?.id]
      })
      expect(focused).toEqual(['2', 'lane-B'])
    })

    it('lists more candidates when asked, by keyboard', async () => {
      const { page } = shared
      await token(page, 2, 4).click()
      await apart(page)
      const rows = page.locator('#inspector .candidates-table tbody tr')
      const before = await rows.count()
      await page.locator('#inspector .candidates-more').last().focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => rows.count()).toBeGreaterThan(before)
      expect(
        await page.locator('#inspector .candidates-table .candidates-sum td.ui-number').allTextContents(),
      ).toEqual(['1.000', '1.000'])
    })

    it('follows a lane with memory: mirostat’s limit at this step, and the token it chose', async () => {
      const { page } = shared
      await token(page, 3, 20).click()
      await apart(page)
      const panel = page.locator('#inspector')
      await expect
        .poll(() => panel.locator('.inspector-funnel li').nth(1).textContent())
        .toMatch(/mirostat:5mass 0\.\d{3}μ = \d+\.\d\d bits/)
      await expect.poll(() => panel.textContent()).not.toContain('would have taken')
      const word = (await token(page, 3, 20).textContent())!.trim()
      expect((await panel.locator('.lane-draw-list li em').first().textContent())!.trim()).toBe(word)
    })

    it('shows what a beam went on with', async () => {
      const { page } = shared
      await token(page, 4, 5).click()
      await apart(page)
      const table = page.locator('#inspector .search-step-table')
      await table.waitFor()
      expect(await table.locator('tbody tr', { hasText: 'kept' }).count()).toBe(3)
      expect(await table.locator('.is-chosen').count()).toBe(1)
      const word = (await token(page, 4, 5).textContent())!.trim()
      expect((await table.locator('.is-chosen .inspector-word').last().textContent())!.trim()).toContain(word)
      expect(await page.locator('#inspector .stairs-plot').count()).toBe(0)
    })
  })

  it('is a sheet from below on a phone, without sideways scroll', async () => {
    const options = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }
    const { page, close } = await openPage(`${app.url}${LINK}`, options)
    await finished(page)
    await token(page, 5, 3).click()
    await page.locator('#inspector .candidates-table').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await axeFaults(page)).toEqual([])
    await page.locator('[data-do="close-inspector"]').click()
    await expect.poll(() => page.locator('#inspector').isHidden()).toBe(true)
    // A token's card goes with the inspector, and where the page is dragged.
    const card = page.locator('#tip')
    await expect.poll(() => card.isHidden()).toBe(true)
    await page.mouse.move(0, 0)
    await token(page, 5, 4).evaluate((one) => one.focus())
    await card.waitFor()
    await page.evaluate(() => scrollBy(0, -80))
    await expect.poll(() => card.isHidden()).toBe(true)
    await close()
  })
})
