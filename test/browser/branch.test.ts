/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaults, axeFaultsInBothSchemes } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'

const LINK =
  '/?prompt=Once+upon+a+time&lane=greedy&lane=top-k%3A40&lane=beam%3A2&maxTokens=24&samples=2&seed=7'
const token = (page: Page, lane: number, step: number) =>
  page.locator('.lane-column').nth(lane).locator(`.text-token[data-step="${step}"]`)
const wordsOf = (page: Page, lane: number) =>
  page.locator('.lane-column').nth(lane).locator('.text-token').allTextContents()
/** The branch has come to its end. */
const grown = (page: Page, lane = 1) =>
  page.locator('.lane-column').nth(lane).locator('.branch-text .stop-mark').waitFor()

async function inspect(page: Page, lane: number, step: number) {
  await token(page, lane, step).click()
  await page.locator('#inspector h2', { hasText: `Token ${step + 1}` }).waitFor()
  await page.locator('#inspector .candidates-table').waitFor()
}

/** Chooses the candidate of a row, from 0, that is not the one of the text. */
async function branch(page: Page, lane: number, step: number, row = 2) {
  await inspect(page, lane, step)
  const choice = page
    .locator('#inspector .candidates-table tr')
    .filter({ has: page.locator('.branch-continue') })
    .nth(row)
  const word = await choice.locator('.candidates-word').textContent()
  await choice.hover()
  await choice.locator('.branch-continue').click()
  return word!.trim()
}

describe.skipIf(noBrowser)(`branches ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  it('grow from a candidate, keep the old tail, give it back', async () => {
    const { page, faults, close } = await openPage(app.url + LINK)
    await finished(page)
    const before = await wordsOf(page, 1)
    const others = await wordsOf(page, 0)
    const sparkBefore = await page
      .locator('.lane-column')
      .nth(1)
      .locator('.spark-plot .spark-bars')
      .getAttribute('d')
    const chosen = await branch(page, 1, 6)
    await grown(page)
    const after = await wordsOf(page, 1)
    expect(after.slice(0, 6)).toEqual(before.slice(0, 6))
    expect(after[6]).toBe(chosen)
    expect(after).toHaveLength(24)
    expect(await wordsOf(page, 0)).toEqual(others)
    const lane = page.locator('.lane-column').nth(1)
    expect(await lane.locator('.branch-caption').textContent()).toBe(
      `Branch at token 7: ${chosen} instead of ${before[6]}`,
    )
    expect(await lane.locator('.branch-text .text-token').count()).toBe(18)
    expect(await lane.locator('.branch-tail-caption').textContent()).toContain('Original tail, 18 tokens')
    expect((await lane.locator('.branch-tail-text').textContent())!.startsWith(before[6]!)).toBe(true)
    await expect.poll(() => lane.locator('.spark-plot .spark-bars').getAttribute('d')).not.toBe(sparkBefore)
    await page.locator('#inspector', { hasText: 'You put' }).waitFor()
    await lane.locator('[data-do="show-tail"]').click()
    await expect.poll(() => lane.locator('[data-do="show-tail"]').getAttribute('aria-expanded')).toBe('true')
    expect(await axeFaultsInBothSchemes(page)).toEqual([])
    await lane.locator('[data-do="restore-tail"]').click()
    await expect.poll(() => wordsOf(page, 1)).toEqual(before)
    await expect.poll(() => lane.locator('.branch-text, .branch-tail').count()).toBe(0)
    expect(faults).toEqual([])
    await close()
  })

  it('branch again, are undone and redone by keyboard, and are in the link', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    const original = await wordsOf(page, 1)
    await branch(page, 1, 6)
    await grown(page)
    const first = await wordsOf(page, 1)
    await inspect(page, 1, 12)
    const button = page.locator('#inspector .candidates-table .is-cut .branch-continue').first()
    await button.focus()
    await expect.poll(() => button.evaluate((one) => getComputedStyle(one).opacity)).toBe('1')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.lane-column').nth(1).locator('.branch-text').count()).toBe(2)
    await grown(page)
    const second = await wordsOf(page, 1)
    expect(second.slice(0, 12)).toEqual(first.slice(0, 12))
    expect(await page.locator('.lane-column').nth(1).locator('.branch-tail').count()).toBe(2)

    const again = await openPage(page.url())
    await expect.poll(() => wordsOf(again.page, 1)).toEqual(second)
    await again.close()

    await token(page, 1, 0).focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => wordsOf(page, 1)).toEqual(first)
    await page.keyboard.press('Control+z')
    await expect.poll(() => wordsOf(page, 1)).toEqual(original)
    await expect.poll(() => new URL(page.url()).searchParams.getAll('branch')).toEqual([])
    await page.keyboard.press('Control+Shift+z')
    await page.keyboard.press('Control+y')
    await expect.poll(() => wordsOf(page, 1)).toEqual(second)
    await expect.poll(() => new URL(page.url()).searchParams.getAll('branch')).toHaveLength(2)

    await page.keyboard.press('Control+Enter')
    await finished(page)
    await expect.poll(() => wordsOf(page, 1)).toEqual(original)
    await expect
      .poll(() => page.locator('[data-do="undo"]').getAttribute('aria-label'))
      .toBe('Undo another run')
    await page.click('[data-do="undo"]')
    await expect.poll(() => wordsOf(page, 1)).toEqual(second)
    await close()
  })

  it('take typed text by keyboard, in the sample that is shown', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    await page.locator('.lane-column').nth(1).locator('[data-do="sample"]').nth(1).click()
    await expect
      .poll(() => page.locator('[data-focus="sample-1-1"]').getAttribute('aria-pressed'))
      .toBe('true')
    const before = await wordsOf(page, 1)
    await token(page, 1, 0).focus()
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page.locator('#inspector .candidates-table').waitFor()
    await page.focus('#branch-text')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('#branch-fault').textContent()).toBe('Type at least one character.')
    await page.keyboard.type('suddenly there was')
    await page.check('#branch-space')
    await page.focus('#branch-text')
    await page.keyboard.press('Enter')
    await grown(page)
    const after = await wordsOf(page, 1)
    expect(after.slice(0, 4)).toEqual(before.slice(0, 4))
    await expect
      .poll(() => page.locator('.lane-column').nth(1).locator('.text-body').textContent())
      .toContain(' suddenly there was')
    await expect
      .poll(() => page.locator('.branch-caption').textContent())
      .toMatch(/^Typed at token 5: suddenly there was instead of/)
    await expect.poll(() => new URL(page.url()).searchParams.get('branch')).toBe('2.2.5= suddenly there was')
    await close()
  })

  it('state why a search that weighs whole texts has none', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    await token(page, 2, 3).click()
    await expect
      .poll(() => page.locator('#inspector').textContent())
      .toContain('Beam looks ahead over several continuations, so its text cannot be taken up in the middle')
    expect(await page.locator('#branch-text').count()).toBe(0)
    expect(await page.locator('#inspector .branch-continue:visible').count()).toBe(0)
    await page.goto(`${app.url}${LINK}&branch=3.1.2:11&branch=2.9.1:4`)
    await page.locator('#notices', { hasText: 'Not every branch could grow again' }).waitFor()
    const notices = await page.locator('#notices').textContent()
    expect(notices).toMatch(/3\.1\.2:11: "beam:2" looks ahead over several continuations/)
    expect(notices).toContain('2.9.1:4: There is no sample 9 of lane 2.')
    expect(await page.locator('.branch-text').count()).toBe(0)
    await close()
  })

  it('offer a button in each row, however many columns a chain has', async () => {
    const lane = 'temperature:0.9+top-k:100+nucleus:0.9+min-p:0.02'
    const query = new URLSearchParams({ prompt: 'Once upon a time', lane, maxTokens: '8', seed: '7' })
    const { page, close } = await openPage(`${app.url}/?${query}`)
    await finished(page)
    await inspect(page, 0, 4)
    const row = page
      .locator('#inspector .candidates-table tr')
      .filter({ has: page.locator('.branch-continue') })
      .nth(1)
    await row.hover()
    const [outer, inner] = [
      (await row.boundingBox())!,
      (await row.locator('.branch-continue').boundingBox())!,
    ]
    expect(Math.abs(outer.y + outer.height / 2 - inner.y - inner.height / 2)).toBeLessThan(4)
    await row.locator('.branch-continue').click()
    await grown(page, 0)
    expect((await wordsOf(page, 0)).length).toBe(8)
    await close()
  })

  it('stop, keep what came, and go on', async () => {
    const { page, close } = await openPage(
      `${app.url}${LINK.replace('maxTokens=24', 'maxTokens=400').replace('&lane=beam%3A2', '')}`,
    )
    await finished(page)
    // The key is pressed in the page, soon after the branch begins: from here it could come after its last
    // word.
    await page.evaluate(() => {
      new MutationObserver((_, observer) => {
        if (!document.body.classList.contains('is-running')) return
        observer.disconnect()
        setTimeout(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })), 100)
      }).observe(document.body, { attributes: true })
    })
    await branch(page, 1, 3)
    await expect.poll(() => page.locator('.branch-text .stop-mark').textContent()).toMatch(/^stopped at/)
    const stopped = await wordsOf(page, 1)
    await page.locator('.lane-column').nth(1).locator('[data-do="continue"]').click()
    await page.locator('.branch-text .stop-mark', { hasText: '400 tokens' }).waitFor()
    expect((await wordsOf(page, 1)).slice(0, stopped.length)).toEqual(stopped)
    await close()
  })

  it('fit a phone, where every candidate shows its button', async () => {
    const { page, close } = await openPage(app.url + LINK, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    })
    await page.locator('.lane-column').nth(1).locator('.stop-mark').waitFor()
    await inspect(page, 1, 5)
    const button = page.locator('#inspector .branch-continue').first()
    expect(await button.evaluate((one) => getComputedStyle(one).opacity)).toBe('1')
    await button.tap()
    await grown(page)
    await expect.poll(() => page.locator('#inspector').isHidden()).toBe(true)
    await page.locator('.lane-column .text-token:focus').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await axeFaults(page)).toEqual([])
    await close()
  })
})
