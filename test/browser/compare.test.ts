/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { stopWhen } from './stop-when.ts'
import { tinted } from './tinted.ts'

/** Words of each lane, as they are on the page: the tokens only. */
const wordsOf = (page: Page) =>
  page.$$eval('.lane-column', (lanes) =>
    lanes.map((lane) =>
      [...lane.querySelectorAll('.text-token')].map((token) => token.textContent).join('|'),
    ),
  )
const runline = (page: Page) => page.locator('#runline')
const LINK = '/?prompt=Once+upon+a+time&lane=greedy&lane=top-k%3A40&lane=nucleus%3A0.9&maxTokens=24&seed=7'

describe.skipIf(noBrowser)(`the Compare page ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  it('streams three lanes side by side from a typed prompt', async () => {
    const { page, faults, close } = await openPage(app.url)
    await page.fill('#prompt', 'The ship sailed')
    await page.fill('#maxTokens', '480')
    // Under this seed no text ends early.
    await page.fill('#seed', '7')
    // All of it at one moment, watched in the page: a fast machine may end the run between two questions.
    const streaming = page.evaluate(
      () =>
        new Promise<string | null>((resolve) => {
          new MutationObserver((_, observer) => {
            const lanes = [...document.querySelectorAll('.lane-column')]
            const isGrowing = lanes.every((lane) => lane.querySelectorAll('.text-token').length > 3)
            if (!isGrowing || document.querySelectorAll('.lane-column .text-caret').length !== 3) return
            observer.disconnect()
            resolve(document.querySelector('#runline')!.textContent)
          }).observe(document.body, { childList: true, subtree: true })
        }),
    )
    await page.keyboard.press('Control+Enter')
    expect(await streaming).toMatch(/of 1,440 tokens/)
    await page.keyboard.press('Escape')
    expect(faults).toEqual([])
    await close()
  })

  it('stops and keeps the text; continuing ends like an unbroken run', async () => {
    const { page, close } = await openPage(app.url)
    // Long enough to be drawn, and stopped, before its end on a fast machine.
    await page.fill('#maxTokens', '480')
    await page.fill('#seed', '11')
    await stopWhen(page, {
      selector: '.lane-column .text-token',
      count: 20,
      button: '.composer-actions [data-do="stop"]',
    })
    await page.click('.composer-actions button[type="submit"]')
    await page.locator('.stop-mark', { hasText: 'stopped at' }).first().waitFor()
    const stopped = await wordsOf(page)
    expect(stopped.every((words) => words.length > 0)).toBe(true)
    // The focus goes on from a button that is no longer there.
    await page.locator('.composer-actions [type="submit"]:focus').waitFor()
    await page.click('[data-do="continue"]')
    await page.locator('[data-do="lane-menu"]:focus').waitFor()
    await finished(page)
    const whole = await wordsOf(page)
    expect(whole.map((words, lane) => words.startsWith(stopped[lane]!))).toEqual([true, true, true])
    await close()
  })

  it('holds the whole run in its address: opened again, the same text', async () => {
    const first = await openPage(`${app.url}/`)
    await first.page.fill('#maxTokens', '30')
    await first.page.click('.composer-actions button[type="submit"]')
    await finished(first.page)
    const words = await wordsOf(first.page)
    const seed = await first.page.inputValue('#seed')
    const second = await openPage(first.page.url())
    await finished(second.page)
    expect(await second.page.inputValue('#seed')).toBe(seed)
    expect(await wordsOf(second.page)).toEqual(words)
    await second.page.reload()
    await finished(second.page)
    expect(await wordsOf(second.page)).toEqual(words)
    await first.close()
    await second.close()
  })

  it('opens what it can of a bad link and names the rest', async () => {
    const { page, close } = await openPage(
      `${app.url}/?prompt=Hello&model=nobody&lane=min-p%3A0.2&lane=fancy%3A3`,
    )
    const notice = await page.locator('#notices').textContent()
    expect(notice).toContain('nobody')
    expect(notice).toContain('fancy')
    await expect.poll(() => page.inputValue('#prompt')).toBe('Hello')
    await expect.poll(() => page.locator('.lane-column h2').allTextContents()).toEqual(['Min-p 0.2'])
    // Nothing has run: only what a run would take is there.
    await expect.poll(() => runline(page).textContent()).toBe('1 text, up to 100 tokens')
    await close()
  })

  it('works without JavaScript: the form posts and finished lanes come back', async () => {
    const options = { javaScriptEnabled: false }
    const { page, faults, close } = await openPage(`${app.url}${LINK}`, options)
    await expect.poll(() => page.inputValue('#prompt')).toBe('Once upon a time')
    await expect.poll(() => page.locator('.lane-column .text-token').count()).toBe(0)
    await page.click('button[type="submit"]')
    await expect.poll(() => page.locator('.lane-column .text-token').count()).toBeGreaterThan(24)
    await expect.poll(() => tinted(page.locator('.lane-column .text-token'))).toBeGreaterThan(0)
    await expect.poll(() => page.locator('.metrics-list').first().textContent()).toContain('perplexity')
    // Charts are drawn by scripts.
    expect(await page.locator('#score').isVisible()).toBe(false)
    const without = await wordsOf(page)
    await close()
    const scripted = await openPage(`${app.url}${LINK}`)
    await finished(scripted.page)
    expect(await wordsOf(scripted.page)).toEqual(without)
    expect(faults).toEqual([])
    await scripted.close()
  })

  it.each([1440, 390])(
    'is ready to write and run at %i px for a newcomer without JavaScript',
    async (width) => {
      const viewport = { width, height: 900 }
      const { page, close } = await openPage(app.url, {
        javaScriptEnabled: false,
        isNewcomer: true,
        viewport,
      })
      await page.fill('#prompt', 'Once upon a time')
      await page.fill('#maxTokens', '8')
      for (const chain of ['sample', 'nucleus:0.9']) await page.locator(`input[value="${chain}"]`).fill('')
      await page.getByRole('button', { name: 'Generate' }).click()
      await expect.poll(() => page.locator('.lane-column .text-token').count()).toBe(8)
      expect(await page.inputValue('#prompt')).toBe('Once upon a time')
      await close()
    },
  )

  it('answers a bad form with the sentence beside the field, and 400', async () => {
    const options = { javaScriptEnabled: false }
    const { page, close } = await openPage(app.url, options)
    await page.fill('#maxTokens', '0')
    await page.locator('input[name="lane"]').nth(2).fill('nucleus:1.4')
    const [response] = await Promise.all([page.waitForNavigation(), page.click('button[type="submit"]')])
    expect(response?.status()).toBe(400)
    await expect
      .poll(() => page.locator('[data-fault="maxTokens"]').textContent())
      .toContain('from 1 to 2,048, got 0')
    expect(await page.locator('.lane-column').nth(2).locator('.ui-fault').textContent()).toContain(
      'Nucleus p: expected a share of the mass from 0 to 1 (1 is off), got 1.4.',
    )
    expect(await page.inputValue('#maxTokens')).toBe('0')
    await close()
  })

  it('states a bad value beside its field and sends nothing', async () => {
    const { page, close } = await openPage(app.url)
    let sent = 0
    page.on('request', (request) => {
      if (request.url().endsWith('/api/runs')) sent++
    })
    await page.fill('#samples', '99')
    await page.keyboard.press('Control+Enter')
    await page.locator('[data-fault="samples"] .ui-fault').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('samples')
    expect(sent).toBe(0)
    await close()
  })

  it('edits a chain by its chips, and states that the text is from before', async () => {
    const { page, close } = await openPage(`${app.url}${LINK}`)
    await finished(page)
    await page.click('[data-focus="chip-2-0"]')
    await page.fill('#pop .knob-value', '0.5')
    await expect.poll(() => page.locator('.lane-column h2').nth(2).textContent()).toBe('Nucleus 0.5')
    await page.check('#pop [data-change="off"]')
    await expect.poll(() => page.locator('[data-focus="chip-2-0"]').textContent()).toBe('nucleus off')
    await page.keyboard.press('Escape')
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.focus)
    await expect.poll(focused).toBe('chip-2-0')
    await expect
      .poll(() => page.locator('#runline').textContent())
      .toContain('Settings changed since this run')
    // Loaded again, it is the same lane with the same text.
    await page.reload()
    await page.locator('#lane-C .stop-mark').waitFor()
    expect(await page.locator('[data-focus="chip-2-0"]').textContent()).toBe('nucleus off')
    expect(await page.locator('#lane-C .text-token').count()).toBeGreaterThan(0)
    await page.click('.composer-form button[type="submit"]')
    // Until the next frame the page still shows Done of the run before.
    await expect.poll(() => new URL(page.url()).searchParams.getAll('lane')[2]).toBe('nucleus:1')
    await finished(page)
    await close()
  })

  it('adds, moves and removes lanes; letters stay with their lanes', async () => {
    const { page, close } = await openPage(`${app.url}${LINK}`)
    await finished(page)
    await page.click('[data-do="add-lane"]')
    await page.fill('#typed', 'temperature:0.7+nonsense')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('#typed-fault').textContent()).toContain('nonsense')
    await page.fill('#typed', 'temperature:0.7+min-p:0.1')
    await page.keyboard.press('Enter')
    await page.locator('#lane-D').waitFor()
    await page.focus('[data-focus="grip-3"]')
    await page.keyboard.press('ArrowLeft')
    const letters = () => page.locator('.lane-column .lane-head .ui-mark').allTextContents()
    await expect.poll(letters).toEqual(['A', 'B', 'D', 'C'])
    await page.click('[data-focus="menu-0"]')
    await page.click('#pop button:has-text("Remove lane")')
    await expect.poll(letters).toEqual(['B', 'D', 'C'])
    await expect.poll(() => page.locator('#lane-D h2').textContent()).toBe('Temperature 0.7, Min-p 0.1')
    // What was not run comes back with the tab, beside the run that the address holds.
    await page.fill('#prompt', 'A word')
    await page.reload()
    await expect.poll(letters).toEqual(['A', 'C', 'B'])
    expect(await page.inputValue('#prompt')).toBe('A word')
    expect(await page.locator('#lane-C h2').textContent()).toBe('Temperature 0.7, Min-p 0.1')
    await page.locator('#lane-B .text-token').first().waitFor()
    await close()
  })

  it('walks tokens by keyboard and reads them out', async () => {
    const { page, close } = await openPage(`${app.url}${LINK}`)
    await finished(page)
    await page.focus('#lane-C .text-token[tabindex="0"]')
    await page.keyboard.press('End')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.step))
      .toBe('1')
    await expect
      .poll(() => page.locator('#token-status').textContent())
      .toMatch(/token 2, probability [\d.<]+, rank \d+/)
    await expect.poll(() => page.locator('.text-token.is-cursor').count()).toBe(3)
    await expect.poll(() => page.locator('#readout').textContent()).toContain('Token 2')
    await expect.poll(() => page.locator('#lane-C .text-token[tabindex="0"]').count()).toBe(1)
    await page.keyboard.press('ArrowUp')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('.lane-column')?.id))
      .toBe('lane-B')
    await close()
  })

  it('recolours without another run', async () => {
    const { page, close } = await openPage(`${app.url}${LINK}`)
    await finished(page)
    const count = () => tinted(page.locator('.lane-column .text-token'))
    const byProbability = await count()
    expect(byProbability).toBeGreaterThan(0)
    await page.check('#heat input[value="off"]', { force: true })
    await expect.poll(count).toBe(0)
    await page.check('#heat input[value="entropy"]', { force: true })
    await expect.poll(async () => ![0, byProbability].includes(await count())).toBe(true)
    await close()
  })

  it('keeps the tokens when the connection drops, and finishes the run on another try', async () => {
    const { page, close } = await openPage(app.url)
    await page.route('**/api/runs', async (route) => {
      const response = await route.fetch()
      const body = (await response.text()).split('\n\n').slice(0, 12).join('\n\n')
      await route.fulfill({ response, body: `${body}\n\n` })
    })
    await page.fill('#maxTokens', '20')
    await page.keyboard.press('Control+Enter')
    await page.locator('#notices', { hasText: 'The connection dropped at token' }).waitFor()
    const kept = await wordsOf(page)
    expect(kept.join('').length).toBeGreaterThan(0)
    const status = page.locator('#model-status')
    const first = page.locator('.lane-column').first()
    await expect
      .poll(() => first.locator('.metrics-list').first().textContent())
      .toContain('connection dropped')
    await expect
      .poll(() => page.locator('#runline').textContent())
      .toMatch(/^The connection dropped: \d+ tokens kept/)
    await expect.poll(() => status.textContent()).not.toContain('ready')
    // Neither another try nor another run loses what is there, as long as no server answers.
    await page.unroute('**/api/runs')
    await page.route('**/api/runs', (route) => route.abort('connectionrefused'))
    for (const seed of [undefined, '12']) {
      if (seed) await page.fill('#seed', seed)
      const asked = page.waitForEvent('requestfailed')
      await page.keyboard.press('Control+Enter')
      await asked
      await page.locator('#notices', { hasText: 'is kept' }).waitFor()
      await expect.poll(() => wordsOf(page)).toEqual(kept)
      await expect.poll(() => status.textContent()).not.toContain('ready')
    }
    await page.keyboard.press('Escape')
    await page.click('[data-do="undo"]')
    await page.unroute('**/api/runs')
    await page.locator('#notices [data-do="continue"]').focus()
    await page.keyboard.press('Enter')
    await finished(page)
    // The focus goes on from a notice that goes away.
    await page.locator('.composer-actions [type="submit"]:focus').waitFor()
    const whole = await wordsOf(page)
    expect(whole.map((words, lane) => words.startsWith(kept[lane]!))).toEqual([true, true, true])
    // A run that is refused before its first token leaves them, too, and gives its reason.
    await page.route('**/api/runs', (route) =>
      route.fulfill({ status: 503, json: { error: { code: 'memory-full', message: 'No memory is left.' } } }),
    )
    await page.fill('#seed', '13')
    await page.keyboard.press('Control+Enter')
    await page.locator('#notices', { hasText: 'No memory is left. What was there is kept.' }).waitFor()
    await expect.poll(() => wordsOf(page)).toEqual(whole)
    await page.unroute('**/api/runs')
    await page.locator('#notices button:has-text("Try again")').focus()
    await page.keyboard.press('Enter')
    await finished(page)
    await page.locator('.composer-actions [type="submit"]:focus').waitFor()
    await expect.poll(() => wordsOf(page)).not.toEqual(whole)
    await expect.poll(() => page.locator('#notices .ui-notice').count()).toBe(0)
    // So does one that is stopped before it. The chain stays in its place, too, however short the text is.
    const last = await wordsOf(page)
    const chain = page.locator('.chain-chips').first()
    const { y } = (await chain.boundingBox())!
    await page.route('**/api/runs', () => undefined)
    await page.fill('#seed', '14')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => wordsOf(page)).not.toEqual(last)
    await expect.poll(async () => (await chain.boundingBox())?.y).toBe(y)
    await page.keyboard.press('Escape')
    await page.locator('#notices', { hasText: 'Stopped before the first token' }).waitFor()
    expect(await wordsOf(page)).toEqual(last)
    await close()
  })
})
