/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { humanPerplexity } from '../helpers/shipped-human.ts'
import { isThorough } from '../helpers/thorough.ts'
import { useApp } from '../web/running-app.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { smallTargets } from './targets.ts'

const LINK = '/?prompt=Once+upon+a+time&maxTokens=12&seed=7'
const focused = (page: Page) =>
  page.evaluate(() => {
    const { dataset, id } = document.activeElement as HTMLElement
    return dataset.focus ?? id
  })
const isTooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

describe.skipIf(noBrowser)(`parts of Compare ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  it('takes the first strategy that a search finds with Enter, and leads to its chip', async () => {
    const { page, close } = await openPage(app.url)
    await page.click('[data-do="add-lane"]')
    await expect.poll(() => focused(page)).toBe('sought')
    await page.keyboard.type('min-p')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.lane-column h2').nth(3).textContent()).toMatch(/^Min-p/)
    await expect.poll(() => focused(page)).toBe('chip-3-0')
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('knob-p')
    await close()
  })

  it('shows what the measures mean to the keyboard, too', async () => {
    const { page, close } = await openPage(`${app.url}${LINK}&lane=greedy`)
    await finished(page)
    await page.focus('[data-focus="definitions-A"]')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('#pop dt').first().textContent()).toBe('length')
    expect(await page.locator('#pop').textContent()).toMatch(
      new RegExp(`perplexity.*Human text: ${humanPerplexity()}`),
    )
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('definitions-A')
    await close()
  })

  it('shows what a name means in its place: to a pointer, the keyboard and a finger', async () => {
    const { page, close } = await openPage(`${app.url}${LINK}&lane=greedy`, { hasTouch: true })
    await finished(page)
    const name = page.getByRole('button', { name: 'perplexity', exact: true })
    expect(await name.getAttribute('title')).toContain('Low is text that the model expects')
    await name.focus()
    await page.keyboard.press('Enter')
    const pop = page.locator('#pop', { hasText: 'Low is text that the model expects' })
    await pop.waitFor()
    // The rule is behind the plain words.
    const rule = pop.getByText('exp(-mean ln p)')
    await expect.poll(() => rule.isVisible()).toBe(false)
    await pop.locator('summary').click()
    await expect.poll(() => rule.isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(() => name.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.getByRole('button', { name: 'surprisal per token, bits' }).tap()
    await page.locator('#pop', { hasText: 'a thousandth 10' }).waitFor()
    // Greedy search has no step that cuts: a count of the vocabulary would read as if it looked at all.
    expect(
      await page
        .locator('.metrics-row', { hasText: 'mean tokens kept' })
        .locator('.metrics-value')
        .textContent(),
    ).toContain('no cut')
    await close()
  })

  it('states that there are more lanes than it shows, and leads to them', async () => {
    const lanes = ['greedy', 'sample', 'nucleus:0.9', 'top-k:40', 'min-p:0.1'].map((one) => `&lane=${one}`)
    const { page, close } = await openPage(`${app.url}${LINK}${lanes.join('')}`)
    await finished(page)
    await expect.poll(() => page.locator('.more-lanes').textContent()).toContain('1 more lane')
    await page.click('.more-lanes')
    await page.locator('.more-lanes').waitFor({ state: 'detached' })
    const [lane, sheet] = await Promise.all(
      ['#lane-E', '#lanes-scroll'].map((one) => page.locator(one).boundingBox()),
    )
    expect(lane!.x + lane!.width).toBeLessThanOrEqual(sheet!.x + sheet!.width + 8)
    await close()
  })

  it('shows a title whole beside sixteen samples', async () => {
    const lanes = '&lane=nucleus:0.9&lane=sample&lane=top-k:40&lane=min-p:0.1'
    const link = `${LINK}${lanes}&samples=16&maxTokens=4`.replace('&maxTokens=12', '')
    const { page, close } = await openPage(`${app.url}${link}`)
    await finished(page)
    const cut = await page
      .locator('.lane-column h2')
      .evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
      )
    expect(cut).toEqual([])
    await close()
  })

  it('states before Generate what it takes, and refuses what cannot be', async () => {
    const { page, close } = await openPage(app.url)
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/api/runs')) sent.push(request.url())
    })
    const runline = page.locator('#runline')
    await expect.poll(() => runline.textContent()).toBe('3 texts, up to 300 tokens')
    await page.fill('#maxTokens', '600')
    await page.keyboard.press('Control+Enter')
    await expect
      .poll(() => page.locator('[data-fault="maxTokens"]').textContent())
      .toMatch(/reads 512 in all/)
    await page.fill('#maxTokens', '8')
    await page.fill('#samples', '32')
    await expect.poll(() => runline.textContent()).toBe('65 texts, up to 520 tokens')
    expect(sent).toEqual([])
    await page.fill('#samples', '1')
    await page.keyboard.press('Control+Enter')
    await finished(page)
    // Once it has run, its speed is known.
    await page.fill('#samples', '2')
    await expect.poll(() => runline.textContent()).toMatch(/5 texts, up to 40 tokens, about/)
    await close()
  })

  it('ends texts at a stop text, beams too, and keeps it in the address', async () => {
    const { page, close } = await openPage(app.url)
    await page.goto(
      `${app.url}${LINK}&lane=greedy&lane=beam:width=4&maxTokens=60`.replace('&maxTokens=12', ''),
    )
    await finished(page)
    await page.fill('#stop', '.')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => page.locator('#lane-A .lane-measures').textContent()).toContain('stop text,')
    await expect.poll(() => page.locator('#lane-B .lane-measures').textContent()).toContain('stop text,')
    await expect.poll(() => new URL(page.url()).searchParams.getAll('stop')).toEqual(['.'])
    await page.reload()
    await finished(page)
    expect(await page.inputValue('#stop')).toBe('.')
    await expect.poll(() => page.locator('#lane-A .lane-measures').textContent()).toContain('stop text,')
    await close()
  })

  it('moves nothing when a notice comes, and closes it', async () => {
    const { page, close } = await openPage(`${app.url}${LINK}&lane=greedy`)
    await finished(page)
    const top = async () => (await page.locator('#lanes').boundingBox())!.y
    const before = await top()
    const file = { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{') }
    await page.setInputFiles('#run-file', file)
    await page.locator('#notices', { hasText: 'cannot be opened' }).waitFor()
    expect(await top()).toBe(before)
    await page.fill('#maxTokens', '9')
    await expect.poll(() => page.locator('#runline').textContent()).toContain('Settings changed')
    expect(await top()).toBe(before)
    await page.click('[data-do="close-notice"]')
    await page.locator('#notices').waitFor({ state: 'detached' })
    await close()
  })

  it('keeps the card of a token over its own lane', async () => {
    const { page, close } = await openPage(`${app.url}${LINK}&lane=greedy&lane=sample&lane=nucleus:0.9`)
    await finished(page)
    for (const step of [0, 4, 8]) {
      // Again, should the text have moved from under the pointer.
      const card = async () => {
        await page.locator(`#lane-B .text-token[data-step="${step}"]`).hover()
        return page.locator('#tip').textContent()
      }
      await expect.poll(card).toContain(`token ${step + 1}p`)
      const [tip, lane] = await Promise.all(['#tip', '#lane-B'].map((one) => page.locator(one).boundingBox()))
      expect(tip!.x).toBeGreaterThanOrEqual(lane!.x)
      expect(tip!.x + tip!.width).toBeLessThanOrEqual(lane!.x + lane!.width + 1)
      await page.mouse.move(2, 2)
    }
    await close()
  })

  it.each(isThorough ? [390, 360] : [360])(
    'fits a phone of %d px in every state, with room for a finger',
    async (width) => {
      const { page, close } = await openPage(app.url, {
        isNewcomer: true,
        viewport: { width, height: 780 },
        hasTouch: true,
        isMobile: true,
      })
      const isGood = (state: string) =>
        expect
          .poll(async () => [state, await isTooWide(page), await smallTargets(page)])
          .toEqual([state, false, []])
      await finished(page)
      await isGood('story')
      await page.click('[data-scene="4"]')
      await finished(page)
      await isGood('nucleus')
      const cut = await page
        .locator('.lane-strip a')
        .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth).length)
      expect(cut).toBe(0)
      await page.click('.story-buttons [data-do="story-end"]')
      await page.locator('.story-panel').waitFor({ state: 'detached' })
      await isGood('empty')
      for (const opener of ['lessons', 'add-lane', 'edit-step', 'lane-menu']) {
        await page.locator(`[data-do="${opener}"]`).first().click()
        await page.locator('#pop').waitFor()
        await isGood(opener)
        await page.keyboard.press('Escape')
      }
      await close()
    },
  )
})
