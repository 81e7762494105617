/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import { parquetReadObjects } from 'hyparquet'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { cases } from '../helpers/thorough.ts'
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
      buffer: Buffer.from(
        'The sea\n{"prompt":"The old man","stop":["q"]}\n{"prompt":"x","lanes":["nope"]}\n',
      ),
    })
    await page.fill('#seeds', '1,2')
    await page.fill('#tokens', '5')
    await page.getByText('6 runs, up to 14 texts and 70 tokens').waitFor()
    await page.click('[data-do="start"]')
    await page.getByText('12 texts of 2 prompts in 4 runs.').waitFor()
    await page.getByText('2 runs failed').waitFor()
    expect((await page.locator('.trials-outcome .ui-notice').textContent())?.match(/Line 3: /g)).toHaveLength(
      1,
    )
    expect(await page.locator('.ui-data tbody tr').count()).toBe(24)
    expect(await axeFaults(page)).toEqual([])
    const bytes = await saved(page, 'Tokens, Parquet')
    const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
    expect(await parquetReadObjects({ file: copy })).toHaveLength(60)
    const methods = String(await saved(page, 'Methods and BibTeX'))
    expect(methods).toContain('2 prompts were continued')
    expect(methods).toContain('Runs differed in stop texts: none in 2 runs, "q" in 2 runs.')
    expect(String(await saved(page, 'Table, CSV'))).toMatch(/^metric,lane/)
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([])
    await close()
  })

  const wrong = [
    ['#tokens', '5000', 'Max new tokens must be a whole number from 1 to 2,048, got 5000.'],
    ['#seeds', '1,2,1', 'Expected different seeds, got 1 more than once'],
    ['#lanes', 'sample\nnope', 'Lane 2: There is no step "nope"'],
    ['#lanes', 'nucleus:1.4', 'Lane 1: Nucleus p: expected a share of the mass from 0 to 1'],
    ['#lanes', 'own:formula=logit', 'Lane 1: A step of your own is computed in your browser'],
    ['#lanes', 'greedy@nobody', 'Lane 1: The model “nobody” is not here'],
    ['#lanes', 'sample\nnucleus\nnucleus:p=0.9', 'Lane 3 is the same as lane 2'],
    ['#lanes', 'temperature:1\n'.repeat(13), 'A run may have 12 lanes, got 13.'],
  ] as const
  it.each(wrong.slice(-cases(4, wrong.length)))(
    'runs nothing where %s is %j, and states why',
    async (field, value, fault) => {
      const { page, close } = await openPage(`${app.url}/trials`)
      await page.fill('#prompts', 'The sea')
      await expect.poll(() => page.locator('[data-do="start"]').isDisabled()).toBe(false)
      await page.fill(field, value)
      await page.getByText(fault).waitFor()
      expect(await page.locator('[data-do="start"]').isDisabled()).toBe(true)
      await close()
    },
  )

  it('drops a failure once the settings are changed, and states why an interval is blank', async () => {
    const { page, close } = await openPage(`${app.url}/trials`)
    await page.fill('#prompts', '{"prompt":"x","lanes":["nope"]}')
    await page.click('[data-do="start"]')
    await page.getByText('1 run failed').waitFor()
    await page.fill('#prompts', 'The sea')
    await expect.poll(() => page.getByText('1 run failed').count()).toBe(0)
    await page.fill('#tokens', '4')
    await page.click('[data-do="start"]')
    await page.getByText('3 texts of 1 prompt in 1 run. Intervals and p need two prompts').waitFor()
    // What was written comes back with the tab, which asks before it leaves the table.
    page.once('dialog', (dialog) => dialog.accept())
    await page.reload()
    await expect.poll(() => page.inputValue('#prompts')).toBe('The sea')
    await close()
  })

  it('states what is wrong before it starts, and keeps what came before a stop', async () => {
    const { page, close } = await openPage(`${app.url}/trials`)
    await expect.poll(() => page.locator('[data-do="start"]').isDisabled()).toBe(true)
    const prompts = 'The sea\n'.repeat(40)
    await page.fill('#prompts', prompts)
    const file = { name: 'old.txt', mimeType: 'text/plain', buffer: Buffer.from([0x5a, 0xeb]) }
    await page.setInputFiles('input[type=file]', file)
    await page.getByText('old.txt is not read. It holds bytes that are no UTF-8').waitFor()
    expect(await page.inputValue('#prompts')).toBe(prompts)
    await page.fill('#seeds', 'one')
    await page.getByText('Expected seeds as whole numbers from 0').waitFor()
    await page.fill('#seeds', '1')
    await page.click('[data-do="start"]')
    await page.getByText(/^([2-9]|[1-3]\d) of 40 runs/).waitFor()
    // Who leaves meanwhile is asked first.
    const leaves = () => page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })))
    expect(await leaves()).toBe(false)
    await page.click('[data-do="stop"]')
    await page.getByText(/Stopped after \d+ runs of 40/).waitFor()
    await page.locator('[data-do="start"]:focus').waitFor()
    await page.locator('.ui-data').waitFor()
    expect(await leaves()).toBe(false)
    expect(String(await saved(page, 'Methods and BibTeX'))).toMatch(/were stopped after \d+ runs of 40\./)
    await expect.poll(leaves).toBe(true)
    await close()
  })
})
