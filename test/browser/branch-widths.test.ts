/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { isThorough } from '../helpers/thorough.ts'
import { useApp } from '../web/running-app.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'

/** Steps that make chains of one to six. */
const STEPS = [
  'temperature:0.8',
  'top-k:40',
  'nucleus:0.9',
  'min-p:0.01',
  'repetition-penalty',
  'typical:0.99',
]
/** A phone's window; where tests are thorough, all. */
const WINDOWS = [
  { width: 390, height: 844, isTouch: true },
  ...(isThorough
    ? [
        { width: 412, height: 915, isTouch: true },
        { width: 768, height: 1024, isTouch: true },
        { width: 1024, height: 768, isTouch: false },
        { width: 1440, height: 900, isTouch: false },
        { width: 1920, height: 1080, isTouch: false },
      ]
    : []),
]

/** The parts of column heads that a line break splits within a word. */
const brokenHeads = (page: Page) =>
  page.locator('#inspector .candidates-table thead th').evaluateAll((heads) => {
    const broken: string[] = []
    for (const head of heads) {
      const texts = document.createTreeWalker(head, NodeFilter.SHOW_TEXT)
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        for (const { 0: word, index } of (node.textContent ?? '').matchAll(/[\p{L}\d.]+/gu)) {
          const range = document.createRange()
          range.setStart(node, index)
          range.setEnd(node, index + word.length)
          if (range.getClientRects().length > 1) broken.push(word)
        }
      }
    }
    return broken
  })

/** Whether the middle of a button is the button, so that a click there presses it. */
const isHit = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((button) => {
      const { left, top, width, height } = button.getBoundingClientRect()
      return button.contains(document.elementFromPoint(left + width / 2, top + height / 2))
    })

describe.skipIf(noBrowser)(`a branch from a candidate ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  for (const { width, height, isTouch } of WINDOWS) {
    it(`can be had at ${width} pixels, whatever the length of the chain`, async () => {
      const viewport = { width, height }
      for (const count of isThorough ? STEPS.keys() : [0, 2]) {
        const lane = encodeURIComponent(STEPS.slice(0, count + 1).join('+'))
        const link = `${app.url}/?prompt=Once+upon+a+time&lane=${lane}&maxTokens=8&seed=7`
        const { page, close } = await openPage(link, {
          viewport,
          ...(isTouch && { hasTouch: true, isMobile: true }),
        })
        await finished(page)
        await page.locator('.text-token[data-step="2"]').click()
        const choice = page
          .locator('#inspector .candidates-table tr', { has: page.locator('.branch-continue') })
          .first()
        await choice.scrollIntoViewIfNeeded()
        await choice.locator('.candidates-rank').hover()
        expect(await isHit(page, '#inspector .branch-continue'), `${count + 1} steps`).toBe(true)
        expect(await brokenHeads(page), `${count + 1} steps`).toEqual([])
        const { x, y, width: wide, height: high } = (await choice.locator('.branch-continue').boundingBox())!
        await page.mouse.click(x + wide / 2, y + high / 2)
        await page.locator('.branch-caption').waitFor()
        await close()
      }
    })
  }
})
