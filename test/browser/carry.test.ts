/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'

const LINK =
  '/?prompt=Once+upon+a+time&lane=greedy&lane=nucleus%3A0.9&maxTokens=12&samples=2&seed=7' +
  '&branch=2.2.5%3D+and+then'
const wordsOf = (page: Page) =>
  page.$$eval('.lane-column', (lanes) =>
    lanes.map((lane) =>
      [...lane.querySelectorAll('.text-token')].map((token) => token.textContent).join('|'),
    ),
  )
const notice = (page: Page, text: string) => page.locator('#notices', { hasText: text }).waitFor()

describe.skipIf(noBrowser)(`keeping and carrying a run ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()
  const folder = mkdtempSync(join(tmpdir(), 'carry-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  function fileOf(name: string, content: string): string {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  /** Chooses from Export, and what was saved. */
  async function exported(page: Page, item: string): Promise<string> {
    await page.click('[data-do="export-menu"]')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#pop button', { hasText: item }).click(),
    ])
    return readFileSync(await download.path(), 'utf8')
  }

  async function openLinked(permissions: string[] = []) {
    const opened = await openPage(app.url + LINK, { permissions })
    await finished(opened.page)
    await opened.page.locator('.lane-column').nth(1).locator('[data-do="sample"]').nth(1).click()
    await opened.page.locator('.branch-text .stop-mark').waitFor()
    return opened
  }

  it('exports the run, opens it elsewhere, and finds every token the same', async () => {
    const { page, close } = await openLinked()
    const words = await wordsOf(page)
    const file = await exported(page, 'JSON, the whole run')
    const content = JSON.parse(file)
    expect(content.environment.models[0].files[0].sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(content.branches).toMatchObject([{ lane: 1, sample: 1, step: 4, text: ' and then' }])
    const rows = (await exported(page, 'CSV')).split('\r\n')
    expect(rows[0]).toBe('lane,sample,branch,step,token,text,logprob,rank,entropy,kept,keptMass,u,byHand')
    expect(rows).toHaveLength(1 + 12 * 4)
    const typed = rows.filter((row) => row.endsWith(',true')).map((row) => row.split(',')[5])
    expect(typed.join('')).toBe(' and then')
    const lines = (await exported(page, 'JSONL'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ tokens }) => tokens.length)).toEqual([12, 12, 12, 12])
    const traced = JSON.parse(await exported(page, 'JSON, with every token’s candidates'))
    expect(traced.result.lanes[1].samples[0].steps[3].candidates).toHaveLength(40)
    expect(traced.branches[0].result.steps.at(-1).candidates).toHaveLength(40)
    expect(traced.branches[0].result.tokens).toEqual(content.branches[0].result.tokens)
    await close()

    const other = await openPage(app.url)
    await other.page.setInputFiles('#run-file', fileOf('run.json', JSON.stringify(traced)))
    await other.page.locator('#runline', { hasText: 'Opened' }).waitFor()
    await other.page.locator('.lane-column').nth(1).locator('[data-do="sample"]').nth(1).click()
    await expect.poll(() => wordsOf(other.page)).toEqual(words)
    expect(await other.page.inputValue('#prompt')).toBe('Once upon a time')
    expect(await other.page.inputValue('#seed')).toBe('7')
    await notice(other.page, 'Every token is the same')
    expect(await other.page.locator('#notices').textContent()).toContain(
      '4 texts, 1 of them a branch, 48 tokens',
    )
    expect(await other.page.locator('.branch-tail-caption').textContent()).toContain(
      'Original tail, 8 tokens',
    )
    expect(await axeFaults(other.page)).toEqual([])
    expect(other.faults).toEqual([])
    await other.page.locator('[data-do="undo"]').click()
    await expect.poll(() => other.page.inputValue('#prompt')).not.toBe('Once upon a time')
    await other.close()
  })

  it('states where a replay first differs, and what has changed, from a dropped file', async () => {
    const { page, close } = await openLinked()
    const content = JSON.parse(await exported(page, 'JSON, the whole run'))
    content.result.lanes[0].samples[0].steps[3].token = 9
    content.environment.onnxruntime = '1.0.0'
    content.environment.models[0].files[0].sha256 = '0'.repeat(64)
    const drop = (text: string, name: string) =>
      page.evaluate(
        ([text, name]) => {
          const dataTransfer = new DataTransfer()
          dataTransfer.items.add(new File([text!], name!, { type: 'application/json' }))
          const event = { dataTransfer, bubbles: true, cancelable: true }
          document.body.dispatchEvent(new DragEvent('dragover', event))
          document.body.dispatchEvent(new DragEvent('drop', event))
        },
        [text, name],
      )
    await drop(JSON.stringify(content), 'edited.json')
    await notice(page, 'The replay differs from token 4 of lane A')
    const notices = await page.locator('#notices').textContent()
    expect(notices).toMatch(/SHA-256 000000000000… and has [0-9a-f]{12}…/)
    expect(notices).toContain('ONNX Runtime was 1.0.0')
    await expect.poll(() => page.locator('body.is-drop-target').count()).toBe(0)
    await close()
  })

  it('refuses other files in one sentence and leaves the page as it was', async () => {
    const { page, close } = await openLinked()
    const words = await wordsOf(page)
    const { text: _, ...noRun } = { text: 'x', hello: 1 }
    for (const [name, content, sentence] of [
      ['notes.txt', 'hello', 'It is not JSON.'],
      ['other.json', JSON.stringify(noRun), 'It is not an exported run.'],
      ['large.json', ' '.repeat(64_000_001), 'It has 64 MB; a run file may have at most 64 MB.'],
    ] as const) {
      await page.setInputFiles('#run-file', fileOf(name, content))
      await notice(page, sentence)
      expect(await page.locator('#notices').textContent()).toContain(`${name} cannot be opened`)
    }
    expect(await wordsOf(page)).toEqual(words)
    await close()
  })

  it('copies a command with its branches, by keyboard', async () => {
    const { page, close } = await openLinked(['clipboard-read', 'clipboard-write'])
    await page.focus('[data-do="copy-menu"]')
    await page.keyboard.press('Enter')
    await page.locator('#pop button', { hasText: 'CLI command, with its branches' }).focus()
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain(`--branch '2.2.5= and then'`)
    await close()
  })
})
