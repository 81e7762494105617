/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { copyFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { looks } from './looks.ts'

/** Whatever ends a script, a comment or a tag, in every place that a person can write in. */
const HOSTILE = '</script><script>document.title="owned"</script><!-- "&<b>\'$&'
/** With blanks that a browser would collapse in the command. */
const PROMPT = `${HOSTILE}\n  Then  she`
const LINK = `/?${new URLSearchParams([
  ['prompt', PROMPT],
  ['lane', 'greedy'],
  ['lane', 'nucleus:0.9'],
  ['lane', 'beam:width=2'],
  ['maxTokens', '12'],
  ['seed', '7'],
  ['human', `Said ${HOSTILE}`],
])}`

const wordsOf = (page: Page) =>
  page.$$eval('.lane-column', (lanes) =>
    lanes.map((lane) =>
      [...lane.querySelectorAll('.text-token')].map((token) => token.textContent).join('|'),
    ),
  )

describe.skipIf(noBrowser)(`an exported page ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()
  let path: string
  let words: string[]
  let inspected: string | null
  beforeAll(async () => {
    const { page, faults, close } = await openPage(app.url + LINK)
    await finished(page)
    await page.locator('.human-lane .text-token').first().waitFor()
    await page.click('#lane-B .text-token[data-step="4"]')
    await page.locator('#inspector .lane-draw-list').waitFor()
    inspected = await page.locator('#inspector .inspector-funnel').textContent()
    await page.click('[data-do="close-inspector"]')
    words = await wordsOf(page)
    await page.click('[data-do="export-menu"]')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: 'HTML, one page that needs no server' })
        .click()
        // A card over the page is none of the file's.
        .then(() => page.hover('#lane-A .text-token')),
    ])
    expect(download.suggestedFilename()).toBe('nucleus-7.html')
    path = `${await download.path()}.html`
    await copyFile(await download.path(), path)
    await page.locator('.ui-notice', { hasText: 'Saved nucleus-7.html' }).waitFor()
    expect(faults).toEqual([])
    await close()
  }, 120_000)

  /** Opens the file from the disk, without a network or the server; what it asked for is kept. */
  async function open(options: BrowserContextOptions = {}) {
    const browser = await openBrowser()
    const context = await browser.newContext({
      offline: true,
      viewport: { width: 1440, height: 900 },
      ...options,
    })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) faults.push(request.url())
    })
    await page.goto(pathToFileURL(path).href)
    return { page, faults, close: () => context.close() }
  }

  it('shows texts, colours, settings and link from the disk, and asks the network for nothing', async () => {
    const { page, faults, close } = await open()
    expect(await page.title()).toContain('Nucleus')
    expect(await page.title()).not.toBe('owned')
    expect(await page.locator('h1').textContent()).toBe(PROMPT)
    expect(await wordsOf(page)).toEqual(words)
    const tint = await page
      .locator('.lane-column .text-token.probability-4')
      .first()
      .evaluate((token) => getComputedStyle(token).backgroundColor)
    expect(tint).toBe('rgb(246, 169, 43)')
    await page.check('#heat input[value="off"]')
    await expect
      .poll(() =>
        page
          .locator('.lane-column .text-token.probability-4')
          .first()
          .evaluate((token) => getComputedStyle(token).backgroundColor),
      )
      .toBe('rgba(0, 0, 0, 0)')
    expect(await page.locator('#tip').isVisible()).toBe(false)
    expect(await page.locator('.frozen-facts').textContent()).toContain('Seed7')
    const link = await page.locator('.frozen-again a').getAttribute('href')
    expect(new URL(link!).searchParams.get('prompt')).toBe(PROMPT)
    // As it is selected, so it is copied.
    const command = page.locator('.frozen-again code')
    const selected = command.evaluate((one) => {
      getSelection()!.selectAllChildren(one)
      return String(getSelection())
    })
    expect(await selected).toBe(await command.textContent())
    await page.locator('.chart-plot .chart-line').nth(3).waitFor()
    const fonts = () =>
      page.evaluate(() =>
        ['16px "Inter Variable"', '16px "Source Serif 4 Variable"'].map((one) => document.fonts.check(one)),
      )
    await expect.poll(() => fonts()).toEqual([true, true])
    expect(faults).toEqual([])
    await close()
  })

  it('takes recorded steps apart by mouse and keyboard, as the server did', async () => {
    const { page, faults, close } = await open()
    await page.click('#lane-B .text-token[data-step="4"]')
    await page.locator('#inspector .lane-draw-list').waitFor()
    expect(await page.locator('#inspector .inspector-funnel').textContent()).toBe(inspected)
    expect(await page.locator('#inspector .stairs-plot').count()).toBe(1)
    expect(await page.locator('#inspector .lane-draw-list li').count()).toBe(3)
    // What only a server can do is not offered.
    expect(await page.locator('#inspector [data-do="branch-here"], #inspector input').count()).toBe(0)
    await page.keyboard.press('Tab')
    await page.keyboard.press('End')
    await expect.poll(() => page.locator('#inspector h2').textContent()).toBe('Token 12')
    await page.locator('#inspector .candidates-table').waitFor()
    await page.keyboard.press('j')
    await page.locator('#inspector .search-step-table').waitFor()
    await page.keyboard.press('Escape')
    await page.click('.human-lane .text-token[data-step="1"]')
    await page.locator('#inspector', { hasText: 'A person wrote this' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('can be read without scripts', async () => {
    const { page, close } = await open({ javaScriptEnabled: false })
    expect(await wordsOf(page)).toEqual(words)
    expect(await page.locator('.metrics-row .metrics-value').first().isVisible()).toBe(true)
    await close()
  })

  it.each(looks)('has no serious fault of accessibility at %i px in %s', async (width, colorScheme) => {
    const { page, close } = await open({ colorScheme, viewport: { width, height: 844 } })
    await page.locator('.chart-plot .chart-line').first().waitFor()
    expect(await axeFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await page.click('#lane-B .text-token[data-step="4"]')
    await page.locator('#inspector .candidates-table').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await close()
  })
})
