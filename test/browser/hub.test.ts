import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from '@xenova/transformers'
import { afterAll, describe, expect, it } from 'vitest'
import { readCatalogue } from '../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary } from '../../src/models/library.ts'
import { projectRoot } from '../../src/project.ts'
import { startApp, useApp } from '../web/running-app.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'

const fixture = join(import.meta.dirname, '../fixtures/tiny-gpt2')

/**
 * A hub on loopback that gives the fixture away as `Xenova/distilgpt2`, the graph in slow pieces as long as
 * `isSlow`; or nothing at all.
 */
function createHub(): { server: Server; isReachable: boolean; isSlow: boolean } {
  const hub = {
    isReachable: false,
    isSlow: true,
    server: createServer(async (request, response) => {
      if (!hub.isReachable) return void response.destroy()
      const file = join(fixture, request.url!.replace('/Xenova/distilgpt2/resolve/main/', ''))
      if (!existsSync(file)) return void response.writeHead(404).end()
      response.writeHead(200, { 'content-length': statSync(file).size })
      for await (const piece of createReadStream(file, { highWaterMark: 60_000 })) {
        response.write(piece)
        if (hub.isSlow && file.endsWith('.onnx')) await new Promise((resolve) => setTimeout(resolve, 300))
      }
      response.end()
    }),
  }
  return hub
}

describe.skipIf(noBrowser)(`a hub model on the page ${noBrowser && `(${noBrowser})`}`, () => {
  const cache = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  const hub = createHub()
  const remoteHost = env.remoteHost
  afterAll(() => {
    env.remoteHost = remoteHost
    hub.server.close()
    rmSync(cache, { recursive: true })
  })
  const app = useApp(async () => {
    await new Promise<void>((resolve) => hub.server.listen(0, '127.0.0.1', resolve))
    env.remoteHost = `http://127.0.0.1:${(hub.server.address() as AddressInfo).port}/`
    const catalogue = readCatalogue(join(projectRoot, 'models.json'))
    const library = createModelLibrary(catalogue, { builtIn: join(projectRoot, 'models'), cache })
    // Room for one long run, and for a short one not beside it.
    return startApp({ ...library, memory: () => ({ limit: 56_000_000, models: 0 }) })
  })

  it('states in a sentence that the hub is out of reach, and works on with the built-in model', async () => {
    const { page, close } = await openPage(app.url)
    await page.selectOption('#model', 'distilgpt2')
    await page.keyboard.press('Control+Enter')
    const reason = page.getByText('the model hub cannot be reached')
    await expect.poll(() => reason.first().isVisible()).toBe(true)
    await page.selectOption('#model', 'books-13m')
    await page.fill('#maxTokens', '8')
    await page.click('#maxTokens')
    await page.keyboard.press('Control+Enter')
    await finished(page)
    expect(await page.locator('#lane-A .text-token').count()).toBeGreaterThan(0)
    await close()
  })

  it('shows how far it has come, then runs', async () => {
    hub.isReachable = true
    const { page, faults, close } = await openPage(app.url)
    await page.selectOption('#model', 'distilgpt2')
    await page.fill('#maxTokens', '8')
    await page.keyboard.press('Control+Enter')
    await page
      .getByText(/Loading DistilGPT-2, \d+%/)
      .first()
      .waitFor()
    hub.isSlow = false
    await finished(page)
    expect(await page.locator('.lane-column .text-token').count()).toBeGreaterThan(5)
    expect(faults).toEqual([])
    await close()
  })

  it('shows a run that waits how many are ahead, and lets it go', async () => {
    const long = JSON.stringify({
      prompt: 'Once',
      lanes: ['sample'],
      samples: 16,
      maxTokens: 400,
      model: 'books-13m',
    })
    const { page, close } = await openPage(app.url)
    const abort = new AbortController()
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
    const other = await fetch(`${app.url}/api/runs`, {
      method: 'POST',
      headers,
      body: long,
      signal: abort.signal,
    })
    // It has the room once its first event is here.
    const events = other.body!.getReader()
    await events.read()
    await page.keyboard.press('Control+Enter')
    await page
      .getByText(/in line/)
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByText(/in line/).count()).toBe(0)
    abort.abort()
    await events.closed.catch(() => undefined)
    await close()
  })
})
