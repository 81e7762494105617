/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { stopWhen } from './stop-when.ts'

const linkOf = (lanes: readonly string[], more: Readonly<Record<string, string>> = {}) => {
  const params = new URLSearchParams({ prompt: 'Once upon a time', maxTokens: '12', seed: '7', ...more })
  for (const lane of lanes) params.append('lane', lane)
  return `/?${params}`
}
const notice = (page: Page, text: string) => page.locator('#notices', { hasText: text }).waitFor()

interface Text {
  readonly tokens: readonly number[]
  readonly text: string
  readonly stop: string
  readonly steps: readonly { readonly u: number; readonly kept: number; readonly logprob: number }[]
}
const exactly = ({ tokens, text, stop, steps }: Text) => ({
  tokens,
  text,
  stop,
  draws: steps.map(({ u, kept }) => [u, kept]),
})
const logprobsOf = ({ steps }: Text) => steps.map(({ logprob }) => logprob)

async function exported(page: Page): Promise<string> {
  await page.click('[data-do="export-menu"]')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('#pop button', { hasText: 'JSON, the whole run' }).click(),
  ])
  return readFileSync(await download.path(), 'utf8')
}

describe.skipIf(noBrowser)(`a step of one’s own on Compare ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  it('is asked about, decoded here, and an identity gives the tokens of the chain it follows', async () => {
    const lanes = [
      'sample',
      'own',
      'temperature:0.7+nucleus:0.9',
      'temperature:0.7+nucleus:0.9+own',
      'beam:width=2',
      'own+beam:width=2',
    ]
    const { page, faults, close } = await openPage(app.url + linkOf(lanes, { samples: '2' }))
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await notice(page, 'somebody else’s formula')
    expect(await page.locator('.lane-column .text-token').count()).toBe(0)
    expect(await axeFaults(page)).toEqual([])
    await page.click('[data-do="run-own"]')
    await finished(page)
    const file = JSON.parse(await exported(page))
    const texts = file.result.lanes.map(({ samples }: { samples: Text[] }) => samples)
    expect(texts[0]).toHaveLength(2)
    for (const [plain, own] of [
      [0, 1],
      [2, 3],
      [4, 5],
    ] as const) {
      expect(texts[own].map(exactly)).toEqual(texts[plain].map(exactly))
      // The browser's logarithms may differ in their last bit.
      expect(texts[own].flatMap(logprobsOf)).toEqual(
        texts[plain].flatMap(logprobsOf).map((one: number) => expect.closeTo(one, 12)),
      )
    }
    expect(asked).toContain('/assets/own-worker.js')
    expect(faults).toEqual([])
    await close()
  })

  it('is inspected, kept in the file, opened, asked about and replayed to the same tokens', async () => {
    const lanes = ['nucleus:0.9', 'own:formula=keep(before < 0.9)', 'own:formula=logit - 0.5 * count']
    const { page, faults, close } = await openPage(app.url + linkOf(lanes))
    await page.click('[data-do="run-own"]')
    await finished(page)
    const text = await exported(page)
    const { request, result } = JSON.parse(text)
    expect(request.lanes[1]).toBe('own:keep(before < 0.9)')
    expect(result.lanes[1].samples[0].tokens).toEqual(result.lanes[0].samples[0].tokens)
    const kept = result.lanes.map(({ samples }: { samples: { steps: { kept: number }[] }[] }) =>
      samples[0]!.steps.map((step) => step.kept),
    )
    expect(kept[1]).toEqual(kept[0])
    await page.locator('.lane-column').nth(1).locator('.text-token').nth(4).click()
    const panel = page.locator('#inspector')
    await panel.locator('.candidates, table').first().waitFor()
    expect(await panel.textContent()).toContain('keep(before < 0.9)')
    expect(await axeFaults(page)).toEqual([])
    expect(faults).toEqual([])
    await close()

    const other = await openPage(app.url)
    await other.page.setInputFiles('#run-file', {
      name: 'run.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    })
    await notice(other.page, 'somebody else’s formula')
    await other.page.click('[data-do="run-own"]')
    await notice(other.page, 'Every token is the same')
    expect(await other.page.locator('#notices').textContent()).toContain('3 texts, 36 tokens')
    expect(other.faults).toEqual([])
    await other.close()
  })

  it('ends its lane alone where a value is no logit, stops, and states what cannot be combined', async () => {
    const lanes = ['greedy', 'own:formula=step < 3 ? logit : log(-1)']
    const { page, faults, close } = await openPage(app.url + linkOf(lanes))
    await page.click('[data-do="run-own"]')
    await page.locator('.lane-column', { hasText: 'At token 4' }).waitFor()
    await finished(page)
    expect(await page.locator('.lane-column').nth(0).locator('.text-token').count()).toBe(12)
    expect(await page.locator('.lane-column').nth(1).locator('.text-token').count()).toBe(3)
    expect(await page.locator('#runline').textContent()).toMatch(
      /^Done: 1 continuation, 1 failed, 15 tokens in [\d.]+ s$/,
    )

    await page.fill('#maxTokens', '400')
    await stopWhen(page, { selector: '.lane-column .text-token', count: 7 })
    await page.click('.composer-actions button[type="submit"]')
    await page.locator('.stop-mark', { hasText: 'stopped at' }).first().waitFor()
    expect(faults).toEqual([])
    await close()

    const contrastive = await openPage(app.url + linkOf(['own+contrastive', 'greedy']))
    await notice(contrastive.page, 'hidden states, which stay on the server')
    await contrastive.close()
  })
})
