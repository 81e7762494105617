/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { noBrowser, openBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'

const LINK = `/?${new URLSearchParams([
  ['prompt', 'Tom & Jerry <said>'],
  ['lane', 'greedy'],
  ['lane', 'nucleus:0.9'],
  ['maxTokens', '24'],
  ['seed', '7'],
])}`

/** The file that a menu's choice saves. */
async function saved(page: Page, opener: string, choice: string): Promise<{ name: string; path: string }> {
  await page.click(opener)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('#pop').getByRole('button', { name: choice }).click(),
  ])
  return { name: download.suggestedFilename(), path: await download.path() }
}

describe.skipIf(noBrowser)(`pictures of a run ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()
  let page: Page
  let faults: string[]
  let closePage: () => Promise<void>
  beforeAll(async () => {
    const opened = await openPage(app.url + LINK)
    page = opened.page
    faults = opened.faults
    closePage = opened.close
    await finished(page)
    await page.locator('.chart-plot .chart-line').first().waitFor()
  })
  afterAll(() => closePage?.())

  /** Opens a picture on its own, without a network. */
  async function alone(path: string) {
    const browser = await openBrowser()
    const context = await browser.newContext({ offline: true })
    const viewer = await context.newPage()
    const svg = `${path}.svg`
    await (await import('node:fs/promises')).copyFile(path, svg)
    await viewer.goto(pathToFileURL(svg).href)
    await viewer.evaluate(() => document.fonts.ready)
    return { viewer, close: () => context.close() }
  }

  it('are SVG with the page’s fonts in them, title, chains, texts, tints and settings', async () => {
    const { name, path } = await saved(page, '[data-do="export-menu"]', 'Picture of the lanes, SVG')
    expect(name).toBe('nucleus-lanes-7.svg')
    const { viewer, close } = await alone(path)
    const texts = await viewer.$$eval('text', (all) => all.map((one) => one.textContent))
    expect(texts[0]).toBe('Tom & Jerry <said>')
    expect(texts).toEqual(expect.arrayContaining(['Greedy', 'Nucleus 0.9', 'greedy', 'nucleus:0.9']))
    expect(texts.join(' ')).toMatch(/Model: Books-13M, .*Seed: 7/)
    const shown = await page.$$eval('.lane-column .text-token', (all) =>
      all.map((one) => one.textContent).join(''),
    )
    const drawn = await viewer.$$eval('g[font-size="17"] text', (all) =>
      all.map((one) => one.textContent).join(''),
    )
    expect(drawn.replaceAll(/\s/g, '')).toBe(shown.replaceAll(/\s/g, ''))
    const tints = await viewer.$$eval('rect[rx="2"]', (all) => all.map((one) => one.getAttribute('fill')))
    expect(tints).toContain('rgb(246, 169, 43)')
    const faces = await viewer.evaluate(() =>
      [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family),
    )
    for (const family of ['Inter Variable', 'Source Serif 4 Variable', 'JetBrains Mono Variable']) {
      expect(faces.map((one) => one.replaceAll('"', ''))).toContain(family)
    }
    // No word runs out of the picture.
    const width = await viewer.evaluate(() => Number(document.documentElement.getAttribute('width')))
    const right = await viewer.$$eval('text', (all) =>
      Math.max(...all.map((one) => one.getBoundingClientRect().right)),
    )
    expect(right).toBeLessThanOrEqual(width)
    await close()
  })

  it('are PNG of twice the size, drawn with the same fonts', async () => {
    const { name, path } = await saved(page, '[data-focus="menu-1"]', 'Picture, PNG')
    expect(name).toBe('nucleus-lane-B-7.png')
    const png = await readFile(path)
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.readUInt32BE(16)).toBe(2 * (640 + 56))
    const svg = await saved(page, '[data-focus="menu-1"]', 'Picture, SVG')
    const { viewer, close } = await alone(svg.path)
    const height = await viewer.evaluate(() => Number(document.documentElement.getAttribute('height')))
    expect(png.readUInt32BE(20)).toBe(2 * Math.round(height))
    await close()
  })

  it('hold the chart with its colours and names, whatever the width of the page', async () => {
    const { name, path } = await saved(page, '[data-do="save-chart"]', 'Picture of the chart, SVG')
    expect(name).toBe('nucleus-chart-7.svg')
    const { viewer, close } = await alone(path)
    const texts = await viewer.$$eval('text', (all) => all.map((one) => one.textContent))
    expect(texts[0]).toBe('Nucleus size per token')
    expect(texts).toEqual(expect.arrayContaining(['A', 'Greedy', 'B', 'Nucleus 0.9']))
    expect(texts.join(' ')).toContain('Lanes: A greedy, B nucleus:0.9')
    const strokes = await viewer.$$eval('path', (all) => all.map((one) => one.getAttribute('stroke')))
    expect(strokes).toEqual(expect.arrayContaining(['rgb(71, 82, 95)', 'rgb(20, 99, 184)']))
    // Each lane's letter lies in a square of its colour.
    const marks = await viewer.$$eval('rect[rx="3"]', (all) => all.map((one) => one.getAttribute('fill')))
    expect(marks.sort()).toEqual(['rgb(20, 99, 184)', 'rgb(71, 82, 95)'])
    await close()
    const png = await saved(page, '[data-do="export-menu"]', 'Picture of the chart, PNG')
    expect((await readFile(png.path)).readUInt32BE(16)).toBe(2 * (1120 + 56))
    expect(faults).toEqual([])
  })

  it('are made of a human text, too', async () => {
    await page.goto(`${app.url}${LINK}&human=A+cat+chases+a+mouse.`)
    await page.locator('.human-lane .text-token').first().waitFor()
    const { name, path } = await saved(page, '[data-do="human-picture"]', 'Picture, SVG')
    expect(name).toBe('nucleus-lane-human-7.svg')
    const { viewer, close } = await alone(path)
    const texts = await viewer.$$eval('text', (all) => all.map((one) => one.textContent))
    expect(texts).toEqual(expect.arrayContaining(['¶', 'Human text']))
    expect(texts.join('')).toContain('chases')
    await close()
  })

  it('mark what a person put into a text, and name it below', async () => {
    await page.goto(`${app.url}${LINK}&branch=2.1.5=+suddenly`)
    await page.locator('.branch-text .stop-mark').waitFor()
    const { path } = await saved(page, '[data-do="export-menu"]', 'Picture of the lanes, SVG')
    const { viewer, close } = await alone(path)
    const texts = await viewer.$$eval('text', (all) => all.map((one) => one.textContent))
    expect(texts.join(' ')).toMatch(/Dashes below words: a person put these there/)
    expect(texts.join(' ')).toMatch(/by hand: lane B, token 5: “ suddenly” typed instead of/)
    const dashes = await viewer.$$eval('.by-hand', (all) => all.map((one) => one.getBoundingClientRect()))
    const word = await viewer.$$eval('g[font-size="17"] text', (all) =>
      all.find((one) => one.textContent === 'suddenly')?.getBoundingClientRect(),
    )
    expect(dashes).toHaveLength(1)
    expect(Math.abs(dashes[0]!.x - word!.x)).toBeLessThan(2)
    await close()
  })

  it('an export that is cancelled saves nothing and reports it', async () => {
    await finished(page)
    let files = 0
    page.on('download', () => files++)
    // The server never answers for the first token.
    await page.route('**/api/inspect', () => undefined)
    await page.click('[data-do="export-menu"]')
    await page.getByRole('button', { name: 'HTML, one page that needs no server' }).click()
    await page.locator('.ui-notice', { hasText: 'Recording' }).waitFor()
    await page.click('[data-do="cancel-export"]')
    await page.locator('.ui-notice', { hasText: 'Recording' }).waitFor({ state: 'detached' })
    await page.getByText('The export was cancelled').waitFor({ state: 'attached' })
    await page.unroute('**/api/inspect')
    expect(files).toBe(0)
  })
})
