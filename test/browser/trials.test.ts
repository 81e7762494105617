/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import { parquetReadObjects } from 'hyparquet'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'

describe.skipIf(noBrowser)(`the trials page ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  const saved = async (page: Page, label: string): Promise<Buffer> => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(`text=${label}`)])
    return readFileSync(await file.path())
  }

  it('runs a file of prompts, ends in one table, and saves it', async () => {
    const { page, faults, close } = await openPage(`${app.url}/trials`)
    await page.setInputFiles('input[type=file]', {
      name: 'prompts.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('The sea\nThe old man\n{"prompt":"x","lanes":["nope"]}\n'),
    })
    await page.fill('#seeds', '1,2')
    await page.fill('#tokens', '5')
    await page.getByText('6 runs, 18 texts, up to 90 tokens').waitFor()
    await page.click('[data-do="start"]')
    await page.getByText('12 texts of 2 prompts in 4 runs.').waitFor()
    await page.getByText('2 runs failed').waitFor()
    expect(await page.locator('.ui-data tbody tr').count()).toBe(24)
    expect(await axeFaults(page)).toEqual([])
    const bytes = await saved(page, 'Tokens, Parquet')
    const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
    expect(await parquetReadObjects({ file: copy })).toHaveLength(60)
    expect(String(await saved(page, 'Methods and BibTeX'))).toContain('2 prompts were continued')
    expect(String(await saved(page, 'Table, CSV'))).toMatch(/^metric,lane/)
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([])
    await close()
  })

  it('states what is wrong before it starts, and keeps what came before a stop', async () => {
    const { page, close } = await openPage(`${app.url}/trials`)
    await expect.poll(() => page.locator('[data-do="start"]').isDisabled()).toBe(true)
    await page.fill('#prompts', 'The sea\n'.repeat(40))
    await page.fill('#seeds', 'one')
    await page.getByText('Expected seeds as whole numbers from 0').waitFor()
    await page.fill('#seeds', '1')
    await page.click('[data-do="start"]')
    await page.getByText(/^([2-9]|[1-3]\d) of 40 runs/).waitFor()
    await page.click('[data-do="stop"]')
    await page.getByText(/Stopped after \d+ runs of 40/).waitFor()
    await page.locator('.ui-data').waitFor()
    await close()
  })
})
