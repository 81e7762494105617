/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { smallTargets } from './targets.ts'

const HUMAN =
  '"My dearest Peter--You did not think we should be so sorry as we are, I know, or you would never have ' +
  'gone away. You are too good. Your father sits and sighs till my heart aches to hear him."'
const LINK = `/?${new URLSearchParams([
  ['prompt', 'She opened the letter and began to read:'],
  ['lane', 'greedy'],
  ['lane', 'sample'],
  ['lane', 'nucleus:0.9'],
  ['maxTokens', '40'],
  ['seed', '12'],
  ['human', HUMAN],
])}`

/** Everything that reveals which lane a text is from. */
const NAMES = /greedy|pure sampling|sample|nucleus|human text|a person|lane-|data-key|¶/i

describe.skipIf(noBrowser)(`a blind test ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()
  const texts = (page: Page) => page.locator('.blind-texts li').allTextContents()

  it('opens by its link, names nothing before the vote, and counts it for the class', async () => {
    const { page, faults, close } = await openPage(`${app.url}${LINK}&blind=1`)
    expect(await page.locator('#main').innerHTML()).not.toMatch(NAMES)
    await page.locator('.blind-texts').waitFor()
    expect(await page.locator('.blind-texts li').count()).toBe(4)
    expect(NAMES.exec(await page.locator('#main').innerHTML())).toBe(null)
    expect(await page.title()).toBe('Compare · Nucleus')
    expect(await axeFaults(page)).toEqual([])
    const order = await texts(page)
    await page.reload()
    await page.locator('.blind-texts').waitFor()
    expect(await texts(page)).toEqual(order)
    // By keyboard.
    expect(await page.locator('[data-do="vote"]').isDisabled()).toBe(true)
    const own = order.findIndex((text) => text.includes('dearest Peter'))
    await page.locator('.blind-texts input').nth(own).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.locator('.is-revealed').waitFor()
    await page.locator('#h-blind:focus').waitFor()
    expect((await page.locator('.blind-texts h3').allTextContents()).sort()).toEqual([
      'AGreedy',
      'BPure sampling',
      'CNucleus 0.9',
      '¶Human textyour vote',
    ])
    const row = page.locator('.blind-table tr', { hasText: 'Human text' })
    await expect.poll(() => row.locator('td').last().textContent()).toBe('1')
    await expect.poll(() => row.locator('td').nth(2).textContent()).toMatch(/^\d/)
    expect(await axeFaults(page)).toEqual([])
    await page.click('[data-do="blind-end"]')
    await page.locator('[data-do="lessons"]:focus').waitFor()
    await page.locator('#lane-A .text-token').first().waitFor()
    expect(faults).toEqual([])
    const teacher = await openPage(`${app.url}/class`)
    await teacher.page.click('.class-tests summary')
    await expect.poll(() => teacher.page.locator('.class-votes').textContent()).toBe('Human text1')
    await teacher.close()
    await close()
  })

  it('is made of a finished run, with a link for the class, and can be left', async () => {
    const permissions = ['clipboard-read', 'clipboard-write']
    const { page, close } = await openPage(app.url + LINK, { permissions })
    await finished(page)
    await page.locator('.human-lane .text-token').first().waitFor()
    await page.click('[data-do="lessons"]')
    await page.getByRole('button', { name: 'Blind test of this run' }).click()
    await page.locator('.blind-texts').waitFor()
    await page.click('[data-do="copy-blind"]')
    const link = () => page.evaluate(() => navigator.clipboard.readText())
    await expect.poll(link).toMatch(/&blind=1$/)
    await page.click('[data-do="reveal"]')
    await page.locator('.is-revealed').waitFor()
    expect(await page.locator('.blind-own').count()).toBe(0)
    await page.click('[data-do="blind-end"]')
    await page.locator('#lane-A .text-token').first().waitFor()
    // Who has seen the names votes no more.
    await page.click('[data-do="lessons"]')
    await page.getByRole('button', { name: 'Blind test of this run' }).click()
    await page.getByText('This browser has seen the names').waitFor()
    expect(await page.locator('[data-do="vote"]').count()).toBe(0)
    await close()
  })

  it('has room for a finger on a phone, and does not scroll sideways', async () => {
    const viewport = { width: 360, height: 740 }
    const options = { viewport, hasTouch: true, isMobile: true }
    const { page, close } = await openPage(`${app.url}${LINK}&blind=1`, options)
    await page.locator('.blind-texts').waitFor()
    expect(await smallTargets(page)).toEqual([])
    await page.locator('.blind-texts label').nth(1).tap()
    await page.locator('[data-do="vote"]').tap()
    await page.locator('.is-revealed').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    await close()
  })
})
