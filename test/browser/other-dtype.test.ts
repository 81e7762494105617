import { copyFileSync, cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { useHubApp } from './hub-app.ts'

/** A repository with two exports of one model: what its second is called does not matter here. */
const fixture = join(import.meta.dirname, '../fixtures/tiny-exports/llama')

describe.skipIf(noBrowser)(`another dtype on the models page ${noBrowser && `(${noBrowser})`}`, () => {
  const { app, cache } = useHubApp({
    repository(folder) {
      cpSync(fixture, folder, { recursive: true })
      copyFileSync(join(folder, 'onnx/model.onnx'), join(folder, 'onnx/model_quantized.onnx'))
      return folder
    },
  })

  it('is fetched from the row of one that is ready, and both run', async () => {
    const { page, faults, close } = await openPage(`${app.url}/models`)
    const row = (id: string) => page.locator(`[id="model-${id}"]`)
    const isReady = (id: string) => row(id).locator('.models-state b').filter({ hasText: 'Ready' }).waitFor()
    await page.fill('#repository', 'Someone/Tiny-Llama')
    await page.keyboard.press('Enter')
    await page.click('[data-focus="act-tiny-llama"]')
    await isReady('tiny-llama')

    await row('tiny-llama').locator('summary').focus()
    await page.keyboard.press('Enter')
    const choice = page.locator('[data-focus="dtype-tiny-llama"]')
    await expect.poll(() => choice.locator('option').allTextContents()).toEqual(['fp32, 0.2 MB'])
    expect(await axeFaults(page)).toEqual([])
    await page.click('[data-focus="other-tiny-llama"]')
    await isReady('tiny-llama@fp32')
    await expect.poll(() => row('tiny-llama@fp32').locator('h2').textContent()).toBe('Tiny-Llama fp32')
    // There is no third.
    await expect.poll(() => row('tiny-llama').locator('summary').count()).toBe(0)
    expect(readdirSync(join(cache, 'models')).sort()).toEqual(['tiny-llama', 'tiny-llama@fp32'])

    await page.click('[data-focus="act-tiny-llama@fp32"]')
    await page.locator('#model').waitFor()
    expect(await page.locator('#model').inputValue()).toBe('tiny-llama@fp32')
    expect(faults).toEqual([])
    await close()
  })
})
