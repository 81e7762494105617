/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaults, axeFaultsInBothSchemes } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { tinted } from './tinted.ts'

const PROMPT = 'Once upon a time'
const LINK = `/?prompt=${encodeURIComponent(PROMPT)}&lane=greedy&lane=nucleus%3A0.8&maxTokens=24&seed=7`
const TEXT = 'there lived a King who had no zeppelin.\n\nHe was sad 🙂'
const lane = (page: Page) => page.locator('.human-lane.lane-column')

async function add(page: Page, text: string) {
  await page.locator('[data-do="human-text"]').first().click()
  await page.fill('#human-text', text)
  await page.click('[data-human-add]')
}

interface Scored {
  readonly tokens: readonly { token: number; text: string; rank: number; logprob: number; kept: boolean }[]
  readonly totals: { coverage: number }
}

describe.skipIf(noBrowser)(`human text as a lane ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  async function scored(text: string, p: string): Promise<Scored> {
    const response = await fetch(`${app.url}/api/score`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: PROMPT, text: ` ${text}`, lane: `nucleus:${p}`, seed: 0 }),
    })
    return (await response.json()) as Scored
  }

  it('is scored token by token, with heat, chart, share and metrics, and removed again', async () => {
    const { page, faults, close } = await openPage(app.url + LINK)
    await finished(page)
    await add(page, TEXT)
    await lane(page).locator('.text-token').nth(5).waitFor()
    const { tokens, totals } = await scored(TEXT, '0.8')
    expect(await lane(page).locator('.text-token').count()).toBe(tokens.length)
    expect(await lane(page).locator('.text-token.is-out').count()).toBe(
      tokens.filter(({ kept }) => !kept).length,
    )
    expect(await tinted(lane(page).locator('.text-token'))).toBeGreaterThan(3)
    const allowed = tokens.filter(({ kept }) => kept).length
    expect(await lane(page).locator('.loop-note').textContent()).toContain(
      `${(100 * totals.coverage).toFixed(0)}% allowed: p = 0.8 would have allowed ${allowed} of ` +
        `${tokens.length} tokens`,
    )
    // The emoji comes byte by byte, the line break as a sign.
    expect(await lane(page).locator('.text-token[data-signs*="<F0>"]').count()).toBe(1)
    expect(await lane(page).locator('.text-token[data-signs*="↵"]').count()).toBeGreaterThan(0)
    expect(await lane(page).locator('.spark-plot .spark-bars').count()).toBe(1)
    expect(await lane(page).locator('.metrics-list').first().textContent()).toMatch(/perplexity\s*[\d.,]+/)
    // Under p = 0.8 it has no size of the nucleus of 0.9, so the chart of that has no line of it.
    await page.check('#series input[value="kept"]', { force: true })
    await page.locator('.chart-plot .chart-line.human-lane').waitFor({ state: 'attached' })
    await lane(page).locator('summary', { hasText: 'Token by token' }).click()
    const listed = lane(page).locator('.human-tokens tbody tr')
    await expect.poll(() => listed.count()).toBe(tokens.length)
    const cells = await listed.evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
    )
    for (const [index, { rank, kept }] of tokens.entries()) {
      expect(cells[index]![3]).toBe(rank.toLocaleString('en-US'))
      expect(cells[index]![5]).toBe(kept ? 'yes' : 'no')
    }
    expect(await axeFaultsInBothSchemes(page)).toEqual([])
    await lane(page).locator('[data-do="remove-human"]').click()
    await expect.poll(() => lane(page).count()).toBe(0)
    await expect.poll(() => page.locator('.chart-plot .chart-line.human-lane').count()).toBe(0)
    expect(faults).toEqual([])
    await close()
  })

  it('follows the p of a nucleus lane, or takes one of its own', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    await add(page, TEXT)
    await lane(page).locator('.text-token').first().waitFor()
    expect(await page.inputValue('#human-p')).toBe('0.8')
    for (const p of ['0.3', '1']) {
      await page.fill('#human-p', p)
      await page.keyboard.press('Enter')
      const { totals } = await scored(TEXT, p)
      await expect
        .poll(() => lane(page).locator('.loop-note').textContent())
        .toContain(`${(100 * totals.coverage).toFixed(0)}% allowed: p = ${p} would`)
    }
    await page.fill('#human-p', '1.4')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => lane(page).locator('.ui-fault').textContent())
      .toContain('Expected a share of the mass from 0 to 1, got 1.4.')
    await page.fill('#human-p', '')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.inputValue('#human-p')).toBe('0.8')
    await close()
  })

  it('is added, inspected and left by keyboard', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    await page.focus('[data-focus="add-human"]')
    await page.keyboard.press('Enter')
    await page.locator('#human-text:focus').waitFor()
    await page.keyboard.type('there lived a zeppelin')
    // A draft outlives its box, until it is used or discarded.
    await page.keyboard.press('Escape')
    await page.locator('[data-focus="add-human"]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('#human-text:focus').waitFor()
    expect(await page.inputValue('#human-text')).toBe('there lived a zeppelin')
    await page.keyboard.press('Control+End')
    await page.keyboard.type('.')
    await page.keyboard.press('Control+Enter')
    await page.locator('[data-focus="human-edit"]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.fill('#human-text', 'there lived')
    await page.keyboard.press('Escape')
    await page.click('[data-focus="human-edit"]')
    expect(await page.inputValue('#human-text')).toBe('there lived')
    await page.click('[data-human-discard]')
    await page.keyboard.press('Escape')
    await page.click('[data-focus="human-edit"]')
    expect(await page.inputValue('#human-text')).toBe('there lived a zeppelin.')
    await page.keyboard.press('Escape')
    await lane(page).locator('.text-token[tabindex="0"]').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    const panel = page.locator('#inspector')
    await panel.locator('.inspector-funnel').waitFor()
    expect(await panel.textContent()).toMatch(
      /A person wrote this\. p = 0\.8 keeps [\d,]+ tokens here and would have (allowed|cut) it: its rank is [\d,]+\./,
    )
    expect(await panel.locator('.stairs-plot, #branch-text').count()).toBe(0)
    await page.keyboard.press('k')
    await expect.poll(() => panel.locator('.inspector-head .ui-mark').textContent()).toBe('B')
    await page.keyboard.press('j')
    await expect.poll(() => panel.locator('.inspector-head .ui-mark').textContent()).toBe('¶')
    await page.keyboard.press('Escape')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('.lane-column')?.id))
      .toBe('lane-¶')
    await close()
  })

  it('is in the link, is scored anew behind another prompt, and comes back with undo', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    await add(page, 'there lived a King.')
    await lane(page).locator('.text-token').first().waitFor()
    await page.click('.composer-actions button[type="submit"]')
    await expect.poll(() => new URL(page.url()).searchParams.get('human')).toBe('there lived a King.')
    await finished(page)
    const second = await openPage(page.url())
    await lane(second.page).locator('.text-token').first().waitFor()
    expect(await lane(second.page).locator('.text-token').allTextContents()).toEqual(
      await lane(page).locator('.text-token').allTextContents(),
    )
    await second.close()
    const before = await lane(page).locator('.loop-note, .metrics-list').first().textContent()
    const sparkBefore = await lane(page).locator('.spark-plot .spark-bars').getAttribute('d')
    await page.fill('#prompt', 'The weather report:')
    await page.click('.composer-actions button[type="submit"]')
    await finished(page)
    await expect
      .poll(() => lane(page).locator('.spark-plot .spark-bars').getAttribute('d'))
      .not.toBe(sparkBefore)
    expect(before).not.toBe('')
    await lane(page).locator('[data-do="remove-human"]').click()
    await expect.poll(() => lane(page).count()).toBe(0)
    await page.click('[data-do="undo"]')
    await lane(page).locator('.text-token').first().waitFor()
    await close()
  })

  it('states in one sentence what is wrong with a text', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    await add(page, '   ')
    const fault = page.locator('#human-fault')
    await expect.poll(() => fault.textContent()).toBe('Paste or type a text first.')
    await page.fill('#human-text', 'word '.repeat(600))
    await page.click('[data-human-add]')
    await expect
      .poll(() => fault.textContent())
      .toMatch(
        /^The text is [\d,]+ tokens long and its prompt [\d,]+, and books-13m reads 512 in all; shorten the text\.$/,
      )
    await page.keyboard.press('Escape')
    await expect.poll(() => lane(page).count()).toBe(0)
    await close()
  })

  it('fits a phone', async () => {
    const options = { viewport: { width: 390, height: 844 } }
    const { page, faults, close } = await openPage(app.url + LINK, options)
    await finished(page)
    await add(page, TEXT)
    await lane(page).locator('.text-token').first().waitFor()
    await lane(page).locator('summary', { hasText: 'Token by token' }).click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await axeFaults(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  })
})
