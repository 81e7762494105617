/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, type OpenOptions, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { useSharedPage } from './shared-page.ts'
import { smallTargets } from './targets.ts'

const HUMAN = 'One line.\n\nAnother,  with two blanks;\n\nand the last line.'
const LINK = `/?${new URLSearchParams([
  ['prompt', 'Once upon a time'],
  ['lane', 'greedy'],
  ['lane', 'sample'],
  ['lane', 'nucleus:0.9'],
  ['maxTokens', '24'],
  ['seed', '7'],
  ['human', HUMAN],
])}`

/** The run has ended, and the human text is scored. */
async function whole(page: Page): Promise<void> {
  await finished(page)
  await page.locator('.human-lane .text-token').first().waitFor()
}
const heads = (page: Page) => page.locator('.lane-column h2:visible').allTextContents()

/** Selects from one place of the page to another and copies it. */
const copy = (page: Page, from: string, to: string) =>
  page.evaluate(
    async ([start, end]) => {
      const range = document.createRange()
      range.setStartBefore(document.querySelector(start!)!)
      range.setEndAfter(document.querySelector(end!)!)
      getSelection()!.removeAllRanges()
      getSelection()!.addRange(range)
      document.execCommand('copy')
      return navigator.clipboard.readText()
    },
    [from, to],
  )

describe.skipIf(noBrowser)(`Compare in a classroom ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()
  const open = (options: OpenOptions = {}) =>
    openPage(app.url + LINK, { permissions: ['clipboard-read', 'clipboard-write'], ...options })

  describe('of one run', () => {
    const shared = useSharedPage(open, whole)

    it('copies a selected text exactly: blanks and line breaks as written, no badges', async () => {
      const { page } = shared
      const text = '.human-lane .text-body'
      const last = (await page.locator(`${text} .text-token`).count()) - 1
      const all = await copy(
        page,
        `${text} .text-token[data-step="0"]`,
        `${text} .text-token[data-step="${last}"]`,
      )
      expect(all.trimStart()).toBe(HUMAN)
      // With the words of the prompt before it and the badge after it.
      expect(await copy(page, `${text} .text-lead`, `${text} .stop-mark`)).toBe(` ${HUMAN}`)
      const [first, third] = [3, 5].map((step) => `#lane-A .text-token[data-step="${step}"]`)
      const words = await page.$$eval('#lane-A .text-token', (all) =>
        all.slice(3, 6).map((one) => one.textContent),
      )
      expect((await copy(page, first!, third!)).replaceAll(/\s/g, '')).toBe(words.join(''))
    })

    it('copies a part of a word, and the texts of several lanes one after another', async () => {
      const { page } = shared
      const part = await page.evaluate(async () => {
        const word = [...document.querySelectorAll('#lane-A .text-token')].find(
          (one) => one.textContent.length > 3,
        )!
        const range = document.createRange()
        range.setStart(word.firstChild!, 1)
        range.setEnd(word.firstChild!, 3)
        getSelection()!.removeAllRanges()
        getSelection()!.addRange(range)
        document.execCommand('copy')
        return [await navigator.clipboard.readText(), word.textContent.slice(1, 3)]
      })
      expect(part[0]).toBe(part[1])
      const both = await copy(page, '#lane-A .text-token', '#lane-B .stop-mark')
      expect(both.split('\n\n').length).toBeGreaterThanOrEqual(2)
      expect(both).not.toContain('tokens')
    })

    it('copies a lane’s text, and a table of all lanes', async () => {
      const { page } = shared
      const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
      await page.click('[data-do="copy-human"]')
      await expect.poll(async () => (await clipboard()).trimStart()).toBe(HUMAN)
      await page.click('[data-focus="menu-0"]')
      await page.getByRole('button', { name: 'Copy text' }).click()
      const words = await page.$$eval('#lane-A .text-token', (all) =>
        all.map((one) => one.textContent).join(''),
      )
      await expect
        .poll(async () => (await clipboard()).replaceAll(/\s/g, ''))
        .toBe(words.replaceAll(/\s/g, ''))
      await page.click('[data-do="copy-menu"]')
      await page.getByRole('button', { name: 'Table of texts and metrics, Markdown' }).click()
      await expect.poll(clipboard).toMatch(/^\| lane \| name \|/)
      expect((await clipboard()).split('\n')).toHaveLength(6)
    })
  })

  it('presents: settings away, keys step through the lanes, Escape leaves', async () => {
    const { page, faults, close } = await open()
    await whole(page)
    await page.focus('#prompt')
    await page.keyboard.press('F2')
    await page.locator('.present-bar').waitFor()
    await expect.poll(() => page.locator('.composer-form').isVisible()).toBe(false)
    await expect.poll(() => page.locator('.ui-topbar').isVisible()).toBe(false)
    const size = () =>
      page
        .locator('.lane-column .text-body')
        .first()
        .evaluate((text) => Number.parseFloat(getComputedStyle(text).fontSize))
    await expect.poll(size).toBeGreaterThan(24)
    expect(await heads(page)).toHaveLength(4)
    for (const name of ['Greedy', 'Pure sampling', 'Nucleus 0.9', 'Human text']) {
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => heads(page)).toEqual([name])
    }
    await page.keyboard.press('ArrowRight')
    await expect.poll(async () => (await heads(page)).length).toBe(4)
    await page.keyboard.press('PageUp')
    await expect.poll(() => heads(page)).toEqual(['Human text'])
    expect(await axeFaults(page)).toEqual([])
    expect(await page.locator('.present-prompt p').textContent()).toBe('Once upon a time')
    const focused = () => page.evaluate(() => document.activeElement?.id)
    for (const leave of ['F2', 'Escape']) {
      await page.keyboard.press(leave)
      await page.locator('.present-bar').waitFor({ state: 'detached' })
      await expect.poll(focused).toBe('prompt')
      if (leave === 'F2') await page.keyboard.press('F2')
      await page.locator('.present-bar').waitFor({ state: leave === 'F2' ? 'visible' : 'detached' })
    }
    await expect.poll(() => page.locator('.composer-form').isVisible()).toBe(true)
    await expect.poll(() => heads(page)).toHaveLength(4)
    await page.click('[data-do="present"]')
    await page.click('[data-do="present-end"]')
    await expect.poll(() => page.locator('.ui-topbar').isVisible()).toBe(true)
    expect(faults).toEqual([])
    await close()
  })

  it('presents the story: its words stay, and a remote control turns its scenes', async () => {
    const { page, close } = await openPage(app.url, { isNewcomer: true })
    await page.locator('.story-panel').waitFor()
    await page.keyboard.press('F2')
    await page.locator('.present-bar').waitFor()
    await expect.poll(() => page.locator('.story-words h2').isVisible()).toBe(true)
    await page.keyboard.press('PageDown')
    await expect.poll(() => page.locator('.story-words h2').textContent()).toBe('Beam search')
    await page.keyboard.press('Escape')
    await page.locator('.present-bar').waitFor({ state: 'detached' })
    expect(await page.locator('.story-panel').count()).toBe(1)
    await close()
  })

  it('presents on a phone, with room for a finger', async () => {
    const viewport = { width: 390, height: 844 }
    const { page, close } = await open({ viewport, hasTouch: true, isMobile: true })
    await whole(page)
    await page.locator('[data-do="present"]').tap()
    await page.locator('[data-do="present-next"]').tap()
    await expect.poll(() => heads(page)).toEqual(['Greedy'])
    const small = async () => (await smallTargets(page)).filter((one) => one.includes('present'))
    await expect.poll(small).toEqual([])
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await close()
    const story = await openPage(app.url, { isNewcomer: true, viewport, hasTouch: true, isMobile: true })
    await story.page.locator('.story-panel').waitFor()
    await story.page.keyboard.press('F2')
    await story.page.locator('.present-bar').waitFor()
    await story.page.locator('[data-do="story-next"]').tap()
    await expect.poll(() => story.page.locator('.story-words h2').textContent()).toBe('Beam search')
    await story.close()
  })

  it('prints every lane with its tints, no controls, and what was run at the foot', async () => {
    const { page, close } = await open({ colorScheme: 'dark' })
    await whole(page)
    await page.emulateMedia({ media: 'print' })
    await expect.poll(() => heads(page)).toHaveLength(4)
    const controls = page.locator(
      'button:not(.ui-term):visible, input:visible, select:visible, textarea:visible, nav:visible',
    )
    await expect
      .poll(() => controls.evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 90))))
      .toEqual([])
    // Names of measures are buttons that explain them; on paper they are words.
    const names = page.locator('.lane-column .ui-term:visible')
    expect(await names.count()).toBeGreaterThan(0)
    const underlines = await names.evaluateAll((all) =>
      all.map((one) => `${getComputedStyle(one).textDecorationLine} ${getComputedStyle(one).borderStyle}`),
    )
    expect([...new Set(underlines)]).toEqual(['none none'])
    const tint = await page
      .locator('.lane-column .text-token.probability-4')
      .first()
      .evaluate((token) => {
        const { backgroundColor, printColorAdjust } = getComputedStyle(token)
        return { backgroundColor, printColorAdjust, ink: getComputedStyle(document.body).color }
      })
    expect(tint).toEqual({
      backgroundColor: 'rgb(246, 169, 43)',
      printColorAdjust: 'exact',
      ink: 'rgb(21, 25, 30)',
    })
    const foot = page.locator('.print-foot')
    await expect.poll(() => foot.isVisible()).toBe(true)
    await expect.poll(() => foot.textContent()).toContain('nucleus:0.9')
    await expect
      .poll(() => page.locator('.print-link').textContent())
      .toContain(`${app.url}/?prompt=Once+upon+a+time`)
    // On the width of the paper nothing is cut off.
    await page.setViewportSize({ width: 703, height: 1000 })
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
      .toBeLessThanOrEqual(703)
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
    const pages = pdf.match(/\/Type\s?\/Page\b/g)?.length ?? 0
    expect([pages >= 1, pages <= 3]).toEqual([true, true])
    await close()
  })
})
