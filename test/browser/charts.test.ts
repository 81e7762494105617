/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaultsInBothSchemes } from './axe.ts'
import { freshPage, noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { looks } from './looks.ts'
import { useSharedPage } from './shared-page.ts'

const LINK =
  '/?prompt=Once+upon+a+time&lane=greedy&lane=top-k%3A40&lane=nucleus%3A0.9&maxTokens=24&samples=1&seed=7'
const SERIES = ['nucleus', 'kept', 'mass', 'entropy', 'surprisal'] as const

/** The run has ended, and its chart is drawn. */
async function drawn(page: Page): Promise<void> {
  await finished(page)
  await page.locator('.chart-plot .chart-line').nth(2).waitFor({ state: 'attached' })
}
const choose = (page: Page, series: string) => page.check(`#series input[value="${series}"]`, { force: true })
/** Heights of a lane's line, in pixels from the top, in the first chart. */
const heights = (page: Page, lane: string) =>
  page
    .locator('.chart-plot')
    .first()
    .locator(`.chart-line.ui-lane-${lane} path`)
    .getAttribute('d')
    .then((d) => [...d!.matchAll(/[\d.]+,([\d.]+)/g)].map(([, y]) => Number(y)))

describe.skipIf(noBrowser)(`the shared charts ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  it('are drawn by Plot from our origin, under the content security policy, without an error', async () => {
    const asked: string[] = []
    const { page, faults, close } = await freshPage(new URL(app.url), { isUnique: true })
    page.on('request', (request) => asked.push(request.url()))
    const response = await page.goto(app.url + LINK)
    expect(response!.headers()['content-security-policy']).toMatch(/style-src 'self'(;|$)/)
    await drawn(page)
    expect(asked.filter((url) => url.includes('/vendor/'))).toEqual([
      `${app.url}/vendor/d3.min.js`,
      `${app.url}/vendor/plot.umd.min.js`,
    ])
    expect(asked.filter((url) => !url.startsWith(app.url))).toEqual([])
    expect(await page.locator('.chart-plot style').count()).toBe(0)
    expect(faults.filter((fault) => fault.startsWith('console') || fault.startsWith('exception'))).toEqual([])
    await close()
  })

  describe('of one run', () => {
    const shared = useSharedPage(() => openPage(app.url + LINK), drawn)

    it('show each series of every lane with the numbers of its tokens', async () => {
      const { page } = shared
      for (const series of SERIES) {
        await choose(page, series)
        await expect
          .poll(() => page.locator('.chart-plot').getAttribute('aria-label'))
          .toMatch(
            /^\w+ (kept |size )?per token.*lane A, Greedy: .*lane B, Top-k 40: .*lane C, Nucleus 0\.9: /,
          )
        for (const lane of ['a', 'b', 'c']) await expect.poll(() => heights(page, lane)).toHaveLength(24)
      }
      await choose(page, 'kept')
      await expect.poll(() => page.locator('.chart-plot').getAttribute('aria-label')).toContain('Tokens kept')
      // Greedy keeps the whole vocabulary, top-k 40 always 40.
      expect(new Set(await heights(page, 'a')).size).toBe(1)
      expect(new Set(await heights(page, 'b')).size).toBe(1)
      expect((await heights(page, 'a'))[0]!).toBeLessThan((await heights(page, 'b'))[0]!)
      await choose(page, 'all')
      await expect.poll(() => page.locator('.chart-plot').count()).toBe(SERIES.length)
    })

    it('share one cursor with the texts and sparklines, by mouse and by keyboard', async () => {
      const { page } = shared
      await choose(page, 'all')
      await expect.poll(() => page.locator('.chart-plot').count()).toBe(SERIES.length)
      await page.locator('.lane-column').nth(1).locator('.text-token[data-step="9"]').hover()
      await expect.poll(() => page.locator('#readout').textContent()).toContain('Token 10')
      const places = () =>
        page.$$eval('.chart-plot .chart-cursor', (lines) =>
          lines.map((line) => `${line.getAttribute('visibility')} at ${line.getAttribute('x1')}`),
        )
      await expect.poll(async () => new Set(await places()).size).toBe(1)
      await expect.poll(places).toEqual(Array(SERIES.length).fill(expect.stringMatching(/^visible at \d/)))
      // A pointer that rests moves over what scrolls below it, so what is to scroll scrolls before.
      await page.locator('#plot').scrollIntoViewIfNeeded()
      await page.focus('#plot')
      await page.mouse.move(2, 2)
      await expect.poll(() => page.locator('#readout').textContent()).toBe('')
      await page.keyboard.press('Home')
      await expect.poll(() => page.locator('#readout').textContent()).toContain('Token 1')
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => page.locator('#readout').textContent()).toContain('Token 2')
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => page.locator('#readout').textContent()).toContain('Token 3')
      await expect.poll(() => page.locator('.text-token.is-cursor[data-step="2"]').count()).toBe(3)
      await expect.poll(() => page.locator('#token-status').textContent()).toContain('Token 3')
      await page.keyboard.press('End')
      await expect.poll(() => page.locator('#readout').textContent()).toContain('Token 24')
      const box = (await page.locator('.chart-plot').last().boundingBox())!
      await page.mouse.move(box.x + 44 + (box.width - 44 - 132) * (11.5 / 24), box.y + box.height / 2)
      await expect.poll(() => page.locator('#readout').textContent()).toContain('Token 12')
    })
  })

  it.each(looks)('have no serious fault at %i px, in %s and the other scheme', async (width, colorScheme) => {
    const options = { colorScheme, viewport: { width, height: 900 } }
    const { page, faults, close } = await openPage(app.url + LINK, options)
    await drawn(page)
    await choose(page, 'all')
    await expect.poll(() => page.locator('.chart-plot').count()).toBe(SERIES.length)
    expect(await axeFaultsInBothSchemes(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    expect(faults).toEqual([])
    await close()
  })
})
