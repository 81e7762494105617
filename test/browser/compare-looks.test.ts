/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'

const RUN = '/?prompt=Once+upon+a+time&maxTokens=6&seed=7'
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const focused = (page: Page) =>
  page.evaluate(() => {
    const { dataset, id } = document.activeElement as HTMLElement
    return dataset.pick ?? dataset.focus ?? (id || document.activeElement?.textContent)
  })
/** Lanes that each draw otherwise, as many as asked for. */
const lanes = (count: number) =>
  Array.from({ length: count }, (_, index) => `&lane=top-k:${index + 2}`).join('')

describe.skipIf(noBrowser)(`looks and lists of Compare ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  it('names the limit of lanes before a choice, wherever a lane can be added', async () => {
    const { page, close } = await openPage(app.url + RUN + lanes(12))
    await finished(page)
    const add = page.locator('[data-do="add-lane"]')
    expect(await add.getAttribute('aria-disabled')).toBe('true')
    await add.press('Enter')
    const pop = page.locator('#pop')
    await expect.poll(() => pop.textContent()).toBe('A run has at most 12 lanes: remove one first.')
    await page.keyboard.press('Escape')
    await page.click('[data-focus="menu-3"]')
    const twin = pop.getByRole('button', { name: 'Duplicate' })
    expect(await twin.textContent()).toContain('at most 12 lanes')
    expect(await twin.isDisabled()).toBe(true)
    await pop.getByRole('button', { name: 'Engine orders' }).click()
    await pop.locator('[data-engines]').first().waitFor()
    expect(await pop.textContent()).toContain('A run has at most 12 lanes')
    expect(await pop.locator('[data-engines]:enabled').count()).toBe(0)
    await page.keyboard.press('Escape')
    // A person's text is no lane of the run.
    expect(await page.locator('[data-do="human-text"]').first().getAttribute('aria-disabled')).not.toBe(
      'true',
    )
    await page.click('[data-focus="menu-3"]')
    await pop.getByRole('button', { name: 'Remove lane' }).click()
    await expect.poll(() => add.getAttribute('aria-disabled')).toBe('false')
    // Where only some of several have room, none is left out unsaid.
    await page.click('[data-focus="menu-2"]')
    await pop.getByRole('button', { name: 'Engine orders' }).click()
    await pop.locator('[data-engines]:enabled').first().waitFor()
    expect(await pop.textContent()).toContain('there is room for 1 more')
    expect(await pop.getByRole('button', { name: /^Add all/ }).isDisabled()).toBe(true)
    await close()
  })

  it('counts the lanes that part at one token, where they are many', async () => {
    const { page, close } = await openPage(app.url + RUN + lanes(12).replaceAll('top-k', 'temperature'))
    await finished(page)
    await page.locator('.chart-plot').first().waitFor()
    const labels = await page.locator('#score svg text').allTextContents()
    expect(labels.filter((text) => text.includes('differ')).every((text) => text.length < 30)).toBe(true)
    await close()
  })

  it('walks from the search into what it found, and menus by Home and End', async () => {
    const { page, close } = await openPage(`${app.url}${RUN}&lane=greedy`)
    await finished(page)
    await page.click('[data-do="add-lane"]')
    await expect.poll(() => focused(page)).toBe('sought')
    const picks = await page
      .locator('#pop [data-pick]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.pick))
    for (const [key, place] of [
      ['ArrowDown', picks[0]],
      ['ArrowDown', picks[1]],
      ['ArrowUp', picks[0]],
      ['ArrowUp', 'sought'],
      ['ArrowDown', picks[0]],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(() => focused(page)).toBe(place)
    }
    await page.keyboard.press('End')
    await expect.poll(() => focused(page)).toMatch(/^Show all/)
    await page.keyboard.press('Home')
    await expect.poll(() => focused(page)).toBe(picks[0])
    await page.keyboard.press('Escape')
    await page.click('[data-do="export-menu"]')
    const items = await page.locator('#pop button:enabled').allTextContents()
    for (const [key, place] of [
      ['End', items.at(-1)],
      ['ArrowDown', items[0]],
      ['ArrowUp', items.at(-1)],
      ['Home', items[0]],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(() => focused(page)).toBe(place)
    }
    await close()
  })

  it('names a run with its candidates otherwise than the run', async () => {
    const { page, close } = await openPage(`${app.url}${RUN}&lane=greedy`)
    await finished(page)
    const names = []
    for (const item of ['JSON, the whole run', 'JSON, with every token']) {
      await page.click('[data-do="export-menu"]')
      const download = page.waitForEvent('download')
      await page.locator('#pop').getByRole('button', { name: item }).click()
      names.push((await download).suggestedFilename())
    }
    expect(names).toEqual(['nucleus-7.json', 'nucleus-7-traced.json'])
    await close()
  })

  it('draws what is typed in code as it is typed', async () => {
    const { page, close } = await openPage(`${app.url}${RUN}&lane=own`)
    await page.click('[data-focus="chip-0-0"]')
    await page.locator('#pop .knob-value').waitFor()
    const joined = await page.locator('body *').evaluateAll((all) =>
      all
        .map((one) => [one, getComputedStyle(one)] as const)
        .filter(
          ([, { fontFamily, fontVariantLigatures }]) =>
            /mono/i.test(fontFamily) && fontVariantLigatures !== 'none',
        )
        .map(([one]) => one.outerHTML.slice(0, 90)),
    )
    expect(joined).toEqual([])
    await close()
  })

  it('keeps the buttons of a lane on the first line of its title, and samples off the chips', async () => {
    for (const options of [{}, PHONE]) {
      const lanes = 'lane=temperature:0.8%2Btop-k:40%2Bnucleus:0.9&lane=sample&lane=greedy'
      const link = `${app.url}${RUN}&samples=3&${lanes}`
      const { page, close } = await openPage(link, options)
      await finished(page)
      const boxes = await page.locator('#lane-A').evaluate((lane) => {
        const boxOf = (one: string) => lane.querySelector(one)!.getBoundingClientRect()
        const [mark, menu, tabs, chip] = [
          boxOf('.ui-mark'),
          boxOf('[data-do="lane-menu"]'),
          boxOf('.sample-switch'),
          boxOf('.chain-chip'),
        ]
        return {
          off: Math.abs((mark.top + mark.bottom) / 2 - (menu.top + menu.bottom) / 2),
          right: lane.getBoundingClientRect().right - menu.right,
          gap: chip.top - tabs.bottom,
        }
      })
      expect(boxes.off).toBeLessThan(3)
      expect(boxes.right).toBeLessThan(24)
      expect(boxes.gap).toBeGreaterThanOrEqual(6)
      await close()
    }
  })

  it('has whole names in the strip of three lanes on a phone', async () => {
    const { page, close } = await openPage(
      `${app.url}${RUN}&lane=greedy&lane=top-k:40&lane=nucleus:0.9`,
      PHONE,
    )
    await finished(page)
    const cut = await page
      .locator('.lane-strip-name')
      .evaluateAll((all) =>
        all
          .filter((one) => one.scrollHeight > one.clientHeight || one.scrollWidth > one.clientWidth)
          .map((one) => one.textContent),
      )
    expect(cut).toEqual([])
    await close()
  })

  it('fits a window at four times its size: the story, and every link to a page', async () => {
    const { page, close } = await openPage(app.url, {
      isNewcomer: true,
      viewport: { width: 320, height: 256 },
    })
    await finished(page)
    const wide = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.story-panel, .ui-nav')]
        .filter((one) => one.scrollWidth > one.clientWidth)
        .map((one) => one.className || one.tagName),
    )
    expect(wide).toEqual([])
    await close()
  })

  it('shows all of what has changed since a run', async () => {
    const { page, close } = await openPage(`${app.url}${RUN}&lane=greedy&lane=top-k:40`)
    await finished(page)
    await page.click('[data-focus="chip-1-0"]')
    await page.fill('#pop .knob-value', '3')
    await page.keyboard.press('Escape')
    await page.fill('#maxTokens', '200')
    await page.fill('#seed', '123456')
    const words = page.locator('.composer-stale > span').first()
    await words.waitFor()
    expect(await words.evaluate((one) => one.scrollHeight - one.clientHeight)).toBeLessThanOrEqual(0)
    expect(await page.locator('.loop-note').first().textContent()).not.toContain('so far')
    await close()
  })
})
