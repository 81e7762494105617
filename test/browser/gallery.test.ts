/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openLibrary } from '../../src/composition.ts'
import { experiments } from '../../src/experiments/registry.ts'
import { measuredResults } from '../helpers/measured-results.ts'
import { startApp, useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { looks } from './looks.ts'

describe.skipIf(noBrowser)(`the gallery ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp(async () => startApp(openLibrary(), (await measuredResults()).folder))
  let gallery: string
  beforeAll(() => {
    gallery = `${app.url}/gallery`
  })

  const isOpen = (page: Page) => page.evaluate(() => document.querySelectorAll(':popover-open').length)

  it('has a card an experiment, each with its figure drawn in the page’s colours', async () => {
    const { page, faults, close } = await openPage(gallery)
    await expect.poll(() => page.locator('.gallery-card').count()).toBe(experiments.length)
    await expect
      .poll(() => page.locator('.gallery-card:has(.gallery-figure svg) .ui-badge').count())
      .toBe(experiments.length)
    const colours = () =>
      page.evaluate(() => {
        const line = document.querySelector('.gallery-figure polyline.figure-line-0')
        const words = document.querySelector('.gallery-figure text')
        return [line && getComputedStyle(line).stroke, words && getComputedStyle(words).fill]
      })
    await page.emulateMedia({ colorScheme: 'light' })
    const light = await colours()
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect
      .poll(async () => (await colours()).every((colour, index) => colour !== light[index]))
      .toBe(true)
    await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'light'))
    await expect.poll(() => colours()).toEqual(light)
    expect(faults).toEqual([])
    await close()
  })

  it('opens a cell’s texts by mouse and by keyboard, and gives the focus back', async () => {
    const { page, close } = await openPage(gallery)
    const cell = page.getByRole('button', { name: /^p = 0\.8 perplexity/ })
    await cell.click()
    const dialog = page.getByRole('dialog', { name: 'nucleus p = 0.8' })
    await expect.poll(() => dialog.isVisible()).toBe(true)
    await expect.poll(() => dialog.getByRole('link', { name: 'Run it here' }).count()).toBe(2)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => isOpen(page)).toBe(0)
    await cell.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => isOpen(page)).toBe(1)
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Close')
    await page.keyboard.press('Tab')
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Run it here')
    await page.keyboard.press('Escape')
    await expect.poll(() => isOpen(page)).toBe(0)
    await expect.poll(() => cell.evaluate((element) => element === document.activeElement)).toBe(true)
    await close()
  })

  it('runs a text here: Compare makes the same words with the same chain and seed', async () => {
    const { page, faults, close } = await openPage(gallery)
    await page.getByRole('button', { name: /^p = 0\.8 perplexity/ }).click()
    const article = page.locator('.gallery-dialog:popover-open article').first()
    const words = await article.locator('.gallery-text').evaluate((text) => {
      text.querySelector('.gallery-lead')?.remove()
      return text.textContent
    })
    await article.getByRole('link', { name: 'Run it here' }).click()
    await finished(page)
    expect(new URL(page.url()).searchParams.getAll('lane')).toEqual(['nucleus:0.8'])
    expect(await page.locator('.lane-column').count()).toBe(1)
    const written = await page
      .locator('.lane-column .text-token')
      .evaluateAll((tokens) => tokens.map((token) => token.textContent).join(''))
    expect(written.replace(/\s/g, '')).toBe(words?.replace(/\s/g, ''))
    expect(faults).toEqual([])
    await close()
  })

  it('runs a card’s chains side by side', async () => {
    const { page, close } = await openPage(gallery)
    await page.getByRole('link', { name: 'Run it here: loops' }).click()
    await finished(page)
    expect(await page.locator('.lane-column').count()).toBe(4)
    await close()
  })

  it('opens no table that its card would cut at 1440 px', async () => {
    const { page, close } = await openPage(gallery, { viewport: { width: 1440, height: 900 } })
    const tables = page.locator('.gallery-numbers[open] .ui-scroll')
    await expect.poll(() => tables.count()).toBeGreaterThan(0)
    const cut = await tables.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth))
    expect(cut).toEqual([])
    await close()
  })

  it('copies the command', async () => {
    const { page, close } = await openPage(gallery, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.locator('#loops summary', { hasText: 'Reproduce it' }).click()
    await page.locator('#loops').getByRole('button', { name: 'Copy the command' }).click()
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toBe('npm run --silent cli -- reproduce loops --quick')
    await close()
  })

  it('shows and opens everything without scripts', async () => {
    const { page, close } = await openPage(gallery, { javaScriptEnabled: false })
    await expect.poll(() => page.locator('.gallery-card').count()).toBe(experiments.length)
    await page.locator('#sweeps .gallery-cell').first().click()
    await expect.poll(() => page.locator('.gallery-dialog .gallery-text').first().isHidden()).toBe(true)
    await expect.poll(() => page.locator('[id="texts-sweeps-1"]').isVisible()).toBe(true)
    await close()
  })

  it.each(looks)(
    'has no serious fault, no error and no sideways scroll at %i px in the %s scheme',
    async (width, colorScheme) => {
      const options = { colorScheme, viewport: { width, height: 900 } }
      const { page, faults, close } = await openPage(gallery, options)
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('details')) one.open = true
      })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
      await page.locator('#sweeps .gallery-cell').first().click()
      await expect.poll(() => isOpen(page)).toBe(1)
      expect(await axeFaults(page)).toEqual([])
      expect(faults).toEqual([])
      await close()
    },
    60_000,
  )
})
