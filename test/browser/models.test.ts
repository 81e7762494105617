/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { GRAPH } from '../models/install/hub-server.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { useHubApp } from './hub-app.ts'

describe.skipIf(noBrowser)(`the models page ${noBrowser && `(${noBrowser})`}`, () => {
  const own = useHubApp()
  const { app } = own

  const stateIn = (page: Page, id: string) => page.locator(`#model-${id} .models-state b`)
  const focused = (page: Page) =>
    page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.focus)
  const press = async (page: Page, focus: string, key = 'Enter') => {
    await page.locator(`[data-focus="${focus}"]`).focus()
    await page.keyboard.press(key)
  }

  it('fetches, cancels, resumes and deletes by keyboard, and the focus stays in the row', async () => {
    own.hub.faults.set(GRAPH, { slow: 1000 })
    const { page, faults, close } = await openPage(`${app.url}/models`)
    await press(page, 'act-distilgpt2')
    await stateIn(page, 'distilgpt2')
      .filter({ hasText: /Downloading \d+%/ })
      .waitFor()
    await expect.poll(() => focused(page)).toBe('act-distilgpt2')
    expect(await axeFaults(page)).toEqual([])
    await page.getByText(/1\.\d of 1\.8 MB/).waitFor()
    await page.keyboard.press('Enter')
    await stateIn(page, 'distilgpt2').filter({ hasText: 'Available' }).waitFor()
    await page.getByText(/of it are here already/).waitFor()
    own.hub.faults.clear()
    await expect.poll(() => focused(page)).toBe('act-distilgpt2')
    await page.keyboard.press('Enter')
    await stateIn(page, 'distilgpt2').filter({ hasText: 'Ready' }).waitFor()
    await page.locator('#status', { hasText: 'DistilGPT-2 is ready.' }).waitFor({ state: 'attached' })

    await press(page, 'bin-distilgpt2', ' ')
    await expect.poll(() => focused(page)).toBe('keep-distilgpt2')
    expect(await axeFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('bin-distilgpt2')
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('keep-distilgpt2')
    await press(page, 'act-distilgpt2')
    await stateIn(page, 'distilgpt2').filter({ hasText: 'Available' }).waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('shows another dtype as a row of its own, and why it could not be fetched', async () => {
    const { page, close } = await openPage(`${app.url}/models`)
    await page.selectOption('[data-focus="dtype-gpt2"]', 'fp32')
    await page.click('[data-focus="act-gpt2"]')
    const row = page.locator('[id="model-gpt2@fp32"]')
    await row.getByText(/The hub has no onnx\/decoder_model_merged.onnx in Xenova\/gpt2/).waitFor()
    expect(await row.locator('h2').textContent()).toBe('GPT-2 fp32')
    expect(await stateIn(page, 'gpt2').textContent()).toBe('Available')
    expect(await axeFaults(page)).toEqual([])
    await press(page, 'bin-gpt2@fp32')
    await row.getByText('Remove from the list?').waitFor()
    await press(page, 'act-gpt2@fp32')
    await row.waitFor({ state: 'detached' })
    await close()
  })

  it('looks a repository up, and states on the page what it cannot take', async () => {
    own.hub.faults.set('about', { status: 503 })
    const { page, close } = await openPage(`${app.url}/models`)
    const lookUp = async (repository: string) => {
      await page.fill('#repository', repository)
      await page.press('#repository', 'Enter')
    }
    await lookUp('Someone/Tiny-GPT2')
    await page.locator('.models-look-up [role="alert"]').waitFor()
    expect([new URL(page.url()).pathname, await page.inputValue('#repository')]).toEqual([
      '/models',
      'Someone/Tiny-GPT2',
    ])
    expect(await axeFaults(page)).toEqual([])
    own.hub.faults.clear()
    await lookUp('Someone/Tiny-GPT2')
    await stateIn(page, 'tiny-gpt2').filter({ hasText: 'Available' }).waitFor()
    await expect.poll(() => page.locator('.models-look-up [role="alert"]').count()).toBe(0)
    await expect.poll(() => new URL(page.url()).hash).toBe('#model-tiny-gpt2')
    await close()
  })

  it('works without scripts', async () => {
    const options = { javaScriptEnabled: false }
    const { page, faults, close } = await openPage(`${app.url}/models`, options)
    await page.click('[data-focus="act-tinystories-33m"]')
    await expect
      .poll(async () => (await page.reload()) && stateIn(page, 'tinystories-33m').textContent())
      .toMatch(/Failed|Ready/)
    await page.selectOption('[data-focus="dtype-smollm2-135m"]', 'fp32')
    await page.click('[data-focus="act-smollm2-135m"]')
    await page.locator('[id="model-smollm2-135m@fp32"]').waitFor()
    expect(faults).toEqual([])
    await close()
  })

  it('takes turns, and reports it', async () => {
    own.hub.faults.set(GRAPH, { slow: 1000 })
    const { page, close } = await openPage(`${app.url}/models`, {
      viewport: { width: 390, height: 800 },
    })
    await page.click('[data-focus="act-pythia-70m"]')
    await page.click('[data-focus="act-pythia-160m"]')
    await page.locator('#model-pythia-160m').getByText('One download is ahead; they take turns.').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await page.click('[data-focus="act-pythia-160m"]')
    await stateIn(page, 'pythia-160m').filter({ hasText: 'Available' }).waitFor()
    own.hub.faults.clear()
    await stateIn(page, 'pythia-70m').filter({ hasText: 'Ready' }).waitFor()
    await close()
  })
})
