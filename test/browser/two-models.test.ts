/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { openTwoModels } from '../models/two-models.ts'
import { startApp, useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'

const LINK = '/?prompt=Once+upon+a+time&lane=greedy&lane=nucleus%3A0.9&maxTokens=12&seed=7'
const TWO = '/?prompt=Once+upon+a+time&lane=nucleus%3A0.9&lane=nucleus%3A0.9%40tiny-gpt2&maxTokens=12&seed=7'
const lane = (page: Page, index: number) => page.locator('.lane-column').nth(index)
const focus = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement).dataset.focus)

describe.skipIf(noBrowser)(`lanes of two models ${noBrowser && `(${noBrowser})`}`, () => {
  const { library, remove } = openTwoModels()
  afterAll(remove)
  const app = useApp(() => startApp(library))

  it('gets a model of its own from its menu, by keyboard, and runs on it', async () => {
    const { page, faults, close } = await openPage(`${app.url}${LINK}`)
    await finished(page)
    await page.locator('[data-focus="menu-1"]').focus()
    await page.keyboard.press('Enter')
    const item = page.locator('#pop button', { hasText: 'Model' })
    await item.waitFor()
    await item.focus()
    await page.keyboard.press('Enter')
    const choices = page.locator('#pop [data-model]')
    await expect.poll(() => choices.count()).toBe(4)
    await expect.poll(() => choices.first().textContent()).toContain('Same as the run')
    expect(await choices.first().getAttribute('aria-current')).toBe('true')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-model'))).toBe('')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => lane(page, 1).locator('.chain-chip.is-model').textContent()).toBe('@ Tiny GPT-2')
    expect(await lane(page, 0).locator('.chain-chip.is-model').count()).toBe(0)
    expect(await lane(page, 1).locator('.lane-chain').textContent()).toContain('the text is from nucleus:0.9')
    await page.keyboard.press('Control+Enter')
    await expect
      .poll(() => lane(page, 1).locator('.chain-printed').textContent())
      .toBe('nucleus:0.9@tiny-gpt2')
    await finished(page)
    expect(new URL(page.url()).searchParams.getAll('lane')).toEqual(['greedy', 'nucleus:0.9@tiny-gpt2'])
    expect(await axeFaults(page)).toEqual([])
    expect(faults).toEqual([])
    await close()
  })

  it('opens from a link; figures that compare across models are beside those that do not', async () => {
    const { page, faults, close } = await openPage(`${app.url}${TWO}`)
    await finished(page)
    for (const index of [0, 1]) {
      const measures = lane(page, index).locator('.lane-measures')
      expect(await measures.textContent()).toMatch(/bits per byte[\d.]+/)
      expect(await measures.textContent()).toContain('between models compare bits per byte')
    }
    expect(await page.locator('.text-fork').count()).toBe(0)
    // Its chip opens the same menu, and the run's model is one press away.
    await lane(page, 1).locator('.chain-chip.is-model').click()
    await page.locator('#pop [data-model=""]').click()
    await expect.poll(() => lane(page, 1).locator('.chain-chip.is-model').count()).toBe(0)
    await page.locator('.composer-form button[type="submit"]').click()
    await expect.poll(() => lane(page, 1).locator('.chain-printed').textContent()).toBe('nucleus:0.9')
    await finished(page)
    expect(await lane(page, 1).locator('.lane-measures').textContent()).not.toContain('bits per byte')
    expect(faults).toEqual([])
    await close()
  })

  it('is taken apart with its own model', async () => {
    const { page, faults, close } = await openPage(`${app.url}${TWO}`)
    await finished(page)
    await lane(page, 1).locator('.text-token[data-step="3"]').click()
    const panel = page.locator('#inspector')
    await expect.poll(() => panel.textContent()).toContain('50,257')
    expect(faults).toEqual([])
    await close()
  })

  it('names a model that is not there, and runs the rest', async () => {
    const { page, close } = await openPage(`${app.url}${LINK}&lane=greedy%40gone`)
    await expect
      .poll(() => page.locator('#notices').textContent())
      .toContain('There is no model “gone” on this server')
    expect(await page.locator('.lane-column').count()).toBe(2)
    await close()
  })

  it('contrasts a model with itself from the picker, with another of its words from the editor', async () => {
    const { page, faults, close } = await openPage(
      `${app.url}/?prompt=Once&lane=greedy%40tiny-gpt2&maxTokens=8&seed=1`,
    )
    await finished(page)
    await page.locator('[data-focus="add-0"]').click()
    await page.fill('#sought', 'contrastive')
    await page.locator('#pop [data-pick="contrastive-decoding:0.1"]').click()
    await expect.poll(() => focus(page)).toBeUndefined()
    const amateur = page.locator('#knob-amateur')
    await amateur.waitFor()
    expect(await amateur.locator('option').allTextContents()).toEqual([
      'the lane’s own',
      'Tiny GPT-2',
      'Tiny twin',
    ])
    await amateur.selectOption('tiny-twin')
    await page.locator('#knob-form').selectOption('logits')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Enter')
    const chain = 'contrastive-decoding:alpha=0.1,form=logits,amateur=tiny-twin+greedy@tiny-gpt2'
    await expect.poll(() => lane(page, 0).locator('.chain-printed').textContent()).toBe(chain)
    await finished(page)
    expect(await lane(page, 0).locator('.text-token').count()).toBe(8)
    expect(faults).toEqual([])
    await close()
  })

  it('works at 390 px without sideways scroll', async () => {
    const options = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }
    const { page, close } = await openPage(`${app.url}${TWO}`, options)
    await finished(page)
    const chip = lane(page, 1).locator('.chain-chip.is-model')
    await chip.scrollIntoViewIfNeeded()
    const box = (await chip.boundingBox())!
    expect(box.height).toBeGreaterThanOrEqual(32)
    expect(box.x + box.width).toBeLessThanOrEqual(390)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await chip.click()
    await page.locator('#pop [data-model]').first().waitFor()
    expect(await axeFaults(page)).toEqual([])
    await close()
  })
})
