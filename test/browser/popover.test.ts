/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { cases } from '../helpers/thorough.ts'
import { useApp } from '../web/running-app.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'

/** What of the page the popover covers, and whether it is whole in the window. */
const standing = (page: Page) =>
  page.evaluate(() => {
    const boxOf = (one: string) => document.querySelector(one)!.getBoundingClientRect()
    const pop = boxOf('#pop')
    const covered = ['.ui-brand', '#prompt', '[aria-expanded="true"][data-focus]'].filter((one) => {
      const { top, bottom, left, right } = boxOf(one)
      return top < pop.bottom && bottom > pop.top && left < pop.right && right > pop.left
    })
    const isWhole = pop.top >= 0 && pop.left >= 0 && pop.bottom <= innerHeight && pop.right <= innerWidth
    return { covered, isWhole, isTall: pop.height >= 200 }
  })

describe.skipIf(noBrowser)(`what floats ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  const windows: [number, number][] = [
    [700, 900],
    [1440, 900],
    [1024, 768],
  ]
  it.each(windows.slice(0, cases(2, 3)))(
    'stays by its button and covers neither it nor the prompt at %i by %i',
    async (width, height) => {
      const { page, close } = await openPage(`${app.url}/?lane=dry%2Bnucleus:0.9`, {
        viewport: { width, height },
      })
      for (const name of ['add-lane', 'add-0', 'chip-0-0']) {
        await page.click(`[data-focus="${name}"]`)
        await page.locator('#pop:popover-open').waitFor()
        await expect
          .poll(() => standing(page), { message: name })
          .toEqual({ covered: [], isWhole: true, isTall: true })
        if (name === 'add-lane') {
          await page.click('[data-do="all-strategies"]')
          await expect.poll(() => standing(page)).toEqual({ covered: [], isWhole: true, isTall: true })
        }
        await page.keyboard.press('Escape')
      }
      await close()
    },
  )

  it('shows a small form whole, where its button leaves it little room', async () => {
    const { page, close } = await openPage(`${app.url}/?prompt=Once&lane=greedy&maxTokens=40&seed=7`)
    await finished(page)
    await page.click('[data-focus="add-human"]')
    const button = page.locator('#pop [data-human-add]')
    await button.waitFor()
    const [pop, add] = await Promise.all([page.locator('#pop').boundingBox(), button.boundingBox()])
    expect(add!.y + add!.height).toBeLessThan(pop!.y + pop!.height)
    expect((await standing(page)).covered).not.toContain('#prompt')
    await close()
  })

  it.each(['keyboard', 'finger'])('explains names of parameters and the seed to a %s', async (way) => {
    const isFinger = way === 'finger'
    const { page, faults, close } = await openPage(`${app.url}/lab?lane=dry`, {
      viewport: { width: isFinger ? 390 : 1440, height: 844 },
      hasTouch: isFinger,
    })
    const ask = async (name: string, meaning: string) => {
      const term = page.getByRole('button', { name, exact: true })
      await (isFinger ? term.tap() : term.press('Enter'))
      await page.locator('#pop', { hasText: meaning }).waitFor()
      await page.keyboard.press('Escape')
    }
    await ask('base', 'How steeply the penalty grows.')
    await page.goto(`${app.url}/?lane=dry`)
    await ask('Seed', 'Draw again takes a new seed and generates.')
    await page.click('[data-focus="chip-0-0"]')
    await page.getByText('how steeply the penalty grows', { exact: true }).waitFor()
    expect(await page.getAttribute('[data-name="base"]', 'aria-describedby')).toContain('help-base')
    expect(faults).toEqual([])
    await close()
  })

  it.each(['/gallery', '/openapi', '/learn', '/lab?draws=20'].slice(0, cases(2, 4)))(
    'gives every table that is wider than its place a sign, on %s at 390, 638 and 1440 px',
    async (path) => {
      const { page, close } = await openPage(app.url + path)
      for (const width of [390, 638, 1440]) {
        await page.setViewportSize({ width, height: 900 })
        const tables = await page.evaluate(() => {
          for (const part of document.querySelectorAll('details')) part.open = true
          return [...document.querySelectorAll<HTMLElement>('table')].map((table) => {
            const region = table.closest<HTMLElement>('.ui-scroll')
            const place = region ?? table.parentElement!
            const isWide = table.offsetWidth > place.clientWidth + 1
            const style = region && getComputedStyle(region)
            const isSigned =
              region?.tabIndex === 0 &&
              Boolean(region.getAttribute('aria-label')) &&
              style?.backgroundAttachment === 'local, local, scroll, scroll'
            return { isWide, isSigned, words: table.textContent.slice(0, 40) }
          })
        })
        expect(tables.length).toBeGreaterThan(0)
        expect(tables.filter(({ isWide, isSigned }) => isWide && !isSigned)).toEqual([])
        if (path === '/gallery' && width < 700) expect(tables.some(({ isWide }) => isWide)).toBe(true)
      }
      await close()
    },
  )
})
