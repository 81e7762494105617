/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { openChatModel } from '../models/chat-model.ts'
import { startApp, useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { smallTargets } from './targets.ts'

const LINK = '/?prompt=What+is+it%3F&model=tiny-chat&lane=nucleus%3A0.9&maxTokens=8&seed=7'
const text = (page: Page) => page.locator('.lane-column .text-body .text-token').allTextContents()

describe.skipIf(noBrowser)(`conversations ${noBrowser && `(${noBrowser})`}`, () => {
  const { library, remove } = openChatModel()
  afterAll(remove)
  const app = useApp(() => startApp(library))

  it('are a switch of the composer, in the address, and show what the model was given', async () => {
    const { page, faults, close } = await openPage(`${app.url}${LINK}`)
    await finished(page)
    const plain = await text(page)
    expect(await page.locator('#given').count()).toBe(0)
    await page.locator('#chat').focus()
    await page.keyboard.press('Space')
    await expect
      .poll(() => page.locator('#runline').textContent())
      .toContain('a prompt without chat template')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => page.locator('#given summary').textContent()).toMatch(/is given: \d+ tokens/)
    await finished(page)
    const given = (await page.locator('#given .chat-token').allTextContents()).join('')
    expect(given.replaceAll(/\s/g, '')).toContain('<|im_start|>userWhatisit?<|im_end|><|im_start|>assistant')
    expect(new URL(page.url()).searchParams.get('chat')).toBe('on')
    expect(await text(page)).not.toEqual(plain)
    expect(await page.locator('.lane-column .text-lead').textContent()).toBe('')
    expect(await axeFaults(page)).toEqual([])

    await page.locator('.lane-column .text-token').nth(2).click()
    await page.locator('#inspector .candidates, #inspector table').first().waitFor()
    expect(await page.locator('#inspector').textContent()).not.toContain('differs')
    expect(faults).toEqual([])
    await close()
  })

  it('come back with a link, word for word, and are refused for a model without a template', async () => {
    const { page, faults, close } = await openPage(`${app.url}${LINK}&chat=on`, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    })
    await finished(page)
    const first = await text(page)
    expect(await page.locator('#chat').isChecked()).toBe(true)
    expect((await smallTargets(page)).filter((one) => /chat|given/.test(one))).toEqual([])
    expect((await page.locator('#given summary').boundingBox())?.height).toBeGreaterThanOrEqual(44)
    await page.reload()
    await finished(page)
    expect(await text(page)).toEqual(first)
    await page.locator('#model').selectOption('books-13m')
    await page.locator('.composer-dock [type="submit"]').click()
    await expect
      .poll(() => page.locator('[data-fault="chat"]').textContent())
      .toContain('Books-13M has no chat template')
    await page.locator('#chat').click()
    await expect.poll(() => page.locator('#chat').count()).toBe(0)
    await expect.poll(() => page.locator('[data-fault="chat"]').count()).toBe(0)
    expect(faults).toEqual([])
    await close()
  })
})
