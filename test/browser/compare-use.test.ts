/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { useSharedPage } from './shared-page.ts'

const LINK = '/?prompt=Once+upon+a+time&lane=greedy&lane=top-k%3A40&lane=nucleus%3A0.9&maxTokens=16&seed=7'
const token = (page: Page, lane: string, step: number) =>
  page.locator(`#lane-${lane} .text-token[data-step="${step}"]`)

/**
 * Whether what is at a place is the element itself, or in it: not beyond the window, and under nothing else.
 */
const isSeen = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const there = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20))
    return there !== null && (element.contains(there) || there.contains(element))
  })

describe.skipIf(noBrowser)(`Compare in use ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  it('shows what Generate writes on a phone', async () => {
    const viewport = { width: 390, height: 800 }
    const { page, close } = await openPage(app.url, { viewport })
    await page.fill('#maxTokens', '16')
    await page.click('.composer-dock button[type="submit"]')
    await finished(page)
    await expect.poll(() => isSeen(page, '#lane-A .text-token[data-step="0"]')).toBe(true)
    await close()
  })

  it('moves the same step of a chain twice, where its keys come faster than the page draws', async () => {
    const { page, faults, close } = await openPage(
      `${app.url}/?lane=temperature:0.7%2Btop-k:40%2Bnucleus:0.9`,
    )
    const chips = () => page.locator('#lane-A .chain-chip').allTextContents()
    const press = (key: string) =>
      page.evaluate((name) => {
        for (let time = 0; time < 2; time++) {
          const event = new KeyboardEvent('keydown', { key: name, altKey: true, bubbles: true })
          document.activeElement?.dispatchEvent(event)
        }
      }, key)
    await page.locator('[data-focus="chip-0-0"]').focus()
    await press('ArrowRight')
    const moved = ['top-k 40', 'nucleus 0.9', 'temperature 0.7']
    await expect.poll(async () => (await chips()).slice(0, 3)).toEqual(moved)
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('temperature 0.7')
    await press('ArrowLeft')
    await expect.poll(async () => (await chips())[0]).toBe('temperature 0.7')
    expect(faults).toEqual([])
    await close()
  })

  it('sets a step so that its lane keeps as many tokens as another lane', async () => {
    const { page, faults, close } = await openPage(app.url + LINK)
    await finished(page)
    await page.click('#lane-B [data-do="edit-step"]')
    await page.selectOption('#match-like', { label: 'C: nucleus:0.9' })
    await page.click('[data-do="match"]')
    const status = page.locator('.chain-match [role="status"]')
    await expect
      .poll(() => status.textContent())
      .toMatch(/tokens kept on average, and [\d.]+ by the other lane/)
    const value = await page.inputValue('.chain-editor [data-name="k"]')
    expect(await status.textContent()).toContain(`${value} tokens kept`)
    expect(faults).toEqual([])
    await close()
  })

  describe('of one run', () => {
    const shared = useSharedPage(() => openPage(app.url + LINK))
    afterEach(async () => {
      await shared.page.keyboard.press('Escape')
      await shared.page.locator('#inspector').waitFor({ state: 'hidden' })
    })

    it.each([1024, 700, 390])(
      'shows the inspector and its token when one is clicked at %d px',
      async (width) => {
        const { page } = shared
        await page.setViewportSize({ width, height: 800 })
        await token(page, 'A', 9).click()
        await page.locator('#inspector .inspector-funnel').waitFor()
        await expect.poll(() => isSeen(page, '#inspector .inspector-head')).toBe(true)
        await expect.poll(() => isSeen(page, '#lane-A .text-token[data-step="9"]')).toBe(true)
        await page.setViewportSize({ width: 1440, height: 900 })
      },
    )

    it('rings the token that is inspected and marks it in the charts, the pointer elsewhere', async () => {
      const { page } = shared
      await token(page, 'C', 4).click()
      await page.mouse.move(2, 2)
      await page.locator('.text-token.is-selected').waitFor()
      const shadow = await page
        .locator('.text-token.is-selected')
        .evaluate((one) => getComputedStyle(one).boxShadow)
      expect(shadow).not.toBe('none')
      await expect
        .poll(() => page.locator('.chart-plot .chart-cursor').getAttribute('visibility'))
        .toBe('visible')
      await expect.poll(() => page.locator('#readout').textContent()).toContain('Token 5')
      await expect
        .poll(() => page.locator('#lane-A .spark-plot .spark-cursor').getAttribute('d'))
        .toContain('M4.5')
    })

    it('keeps the card of a token off the inspector', async () => {
      const { page } = shared
      await token(page, 'C', 4).click()
      await page.locator('#inspector .inspector-funnel').waitFor()
      for (const step of [0, 3, 6, 9]) {
        // Again, should the text have moved from under the pointer.
        const card = async () => {
          await token(page, 'C', step).hover()
          return page.locator('#tip').textContent()
        }
        await expect.poll(card).toContain(`token ${step + 1}p`)
        const [tip, panel] = await Promise.all(
          ['#tip', '#inspector'].map((one) => page.locator(one).boundingBox()),
        )
        expect(tip!.x + tip!.width).toBeLessThanOrEqual(panel!.x)
      }
    })

    it('shows where the draw fell without scrolling', async () => {
      const { page } = shared
      await token(page, 'C', 4).click()
      await page.locator('#inspector .stairs-plot').waitFor()
      await page.locator('#inspector').evaluate((panel) => panel.scrollIntoView())
      const [plot, panel] = await Promise.all(
        ['#inspector .stairs-plot', '#inspector'].map((one) => page.locator(one).boundingBox()),
      )
      expect(plot!.y + plot!.height).toBeLessThanOrEqual(panel!.y + panel!.height)
    })

    it('leads from a token to its inspector and back with one key', async () => {
      const { page } = shared
      await page.focus('#lane-A .text-token[data-step="0"]')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await page.locator('#inspector .inspector-funnel').waitFor()
      await page.keyboard.press('Tab')
      const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.do)
      await expect.poll(() => focused()).toBe('previous-step')
      await page.keyboard.press('Shift+Tab')
      await expect
        .poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.step))
        .toBe('1')
    })
  })

  it('counts the steps of a branch in the inspector', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    await token(page, 'B', 6).click()
    await page.fill('#branch-text', 'hm')
    await page.keyboard.press('Enter')
    await page.locator('#lane-B .branch-text .stop-mark').waitFor()
    await expect
      .poll(async () => {
        const length = await page.locator('#lane-B .text-token').count()
        return (await page.locator('#inspector .inspector-head').textContent())?.includes(`of ${length}`)
      })
      .toBe(true)
    await close()
  })

  it('keeps the order of lanes and the human text in its address', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    await page.focus('[data-focus="grip-2"]')
    await page.keyboard.press('ArrowLeft')
    await page.click('[data-focus="add-human"]')
    await page.fill('#human-text', 'there was a king.')
    await page.click('[data-human-add]')
    await page.locator('.human-lane .text-token').first().waitFor()
    await page.reload()
    await finished(page)
    await expect
      .poll(() => page.locator('.lane-column h2').allTextContents())
      .toEqual(['Greedy', 'Nucleus 0.9', 'Top-k 40', 'Human text'])
    await page.locator('.human-lane .text-token').first().waitFor()
    await close()
  })

  it('heals a prompt that ends in a space, and states what was taken back', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    await page.fill('#prompt', 'The old man looked at the ')
    await page.locator('#prompt-end').waitFor()
    await page.check('#heal')
    await page.keyboard.press('Control+Enter')
    await page.locator('#taken-back').waitFor()
    await finished(page)
    await expect.poll(() => page.locator('#lane-A .text-body').textContent()).toMatch(/^\S/)
    await expect.poll(() => page.url()).toContain('heal=on')
    await page.reload()
    await finished(page)
    expect(await page.isChecked('#heal')).toBe(true)
    // Once it is off and the space is gone, nothing is left to offer.
    await page.uncheck('#heal')
    await page.click('[data-do="drop-space"]')
    await expect.poll(() => page.locator('#prompt-end').count()).toBe(0)
    await close()
  })

  it('copies no link without a long human text, saves the file instead, and has the text after a reload', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    const long = 'and there was a king. '.repeat(70).trim()
    await page.click('[data-focus="add-human"]')
    await page.fill('#human-text', long)
    await page.click('[data-human-add]')
    await page.locator('.human-lane .text-token').first().waitFor()
    await page.click('[data-do="copy-link"]')
    const notice = page.locator('#notices')
    await expect.poll(() => notice.textContent()).toContain('a human text of up to 1,500 characters')
    const saved = page.waitForEvent('download')
    await notice.locator('[data-do="save-file"]').click()
    const text = await readFile(await (await saved).path(), 'utf8')
    expect(JSON.parse(text).human.written).toBe(long)
    expect(page.url().length).toBeLessThan(1000)
    await page.reload()
    await page.locator('.human-lane .text-token').first().waitFor()
    await page.click('[data-focus="human-edit"]')
    expect(await page.inputValue('#human-text')).toBe(long)
    await close()
  })

  it('names a length that the model has no room for beside its field, and keeps the text', async () => {
    const { page, close } = await openPage(app.url + LINK)
    await finished(page)
    const words = await page.locator('#lane-A .text-body').textContent()
    await page.fill('#maxTokens', '2000')
    await page.keyboard.press('Control+Enter')
    await expect
      .poll(() => page.locator('[data-fault="maxTokens"]').textContent())
      .toMatch(/reads 512 in all; ask for at most \d+/)
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('maxTokens')
    expect(await page.locator('#lane-A .text-body').textContent()).toBe(words)
    await close()
  })

  it('leaves Enter to an input method that composes', async () => {
    const { page, close } = await openPage(app.url)
    let sent = 0
    page.on('request', (request) => {
      if (request.url().endsWith('/api/runs')) sent++
    })
    const press = (isComposing: boolean) =>
      page.locator('#prompt').evaluate((field, composing) => {
        const init = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true, isComposing: composing }
        field.dispatchEvent(new KeyboardEvent('keydown', init))
      }, isComposing)
    await press(true)
    expect(sent).toBe(0)
    await press(false)
    await expect.poll(() => sent).toBe(1)
    await close()
  })
})
