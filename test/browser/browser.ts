import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { STORY_COOKIE } from '../../src/page/compare/story/cookie.ts'

const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/** Why browser tests cannot run here, or empty. */
export const noBrowser = existsSync(path) ? '' : `no Chromium at ${path}; set CHROMIUM_PATH`

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })

/**
 * A page that keeps a list of everything that went wrong on it: console errors, exceptions, requests to other
 * hosts.
 */
export interface WatchedPage {
  readonly page: Page
  readonly faults: string[]
  close(): Promise<void>
}

/** Pages that were closed and can be opened again, by browser and by the options of their context. */
const resting = new WeakMap<Browser, Map<string, Page[]>>()

interface OpenOptions extends BrowserContextOptions {
  /** Whether the story opens on Compare. */
  readonly isNewcomer?: boolean
  /** For a test that leaves something behind in its page which `close` cannot take away. */
  readonly isUnique?: boolean
}

/**
 * Opens an address as if in a new browser. A page that another test has closed is used again, without its
 * cookies and storage: that takes a third of the time.
 */
export async function openPage(
  browser: Browser,
  url: string,
  { isNewcomer = false, isUnique = false, ...options }: OpenOptions = {},
): Promise<WatchedPage> {
  const pages = restingPages(browser, JSON.stringify(options))
  const viewport = { width: 1440, height: 900 }
  const page =
    (isUnique ? undefined : pages.pop()) ??
    (await (await browser.newContext({ viewport, ...options })).newPage())
  const context = page.context()
  if (!isNewcomer && url.startsWith('http'))
    await context.addCookies([{ name: STORY_COOKIE, value: 'ended', url }])
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== new URL(url).origin)
      faults.push(`request: ${request.url()}`)
  })
  await page.goto(url)
  const close = async () => {
    if (isUnique || !url.startsWith('http')) return context.close()
    page.removeAllListeners()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    for (const other of context.pages()) if (other !== page) await other.close()
    await page.goto('about:blank')
    const session = await context.newCDPSession(page)
    await session.send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes: 'all' })
    await session.detach()
    await context.clearCookies()
    await page.setViewportSize(options.viewport ?? viewport)
    const { colorScheme = 'light', reducedMotion = 'no-preference', forcedColors = 'none' } = options
    await page.emulateMedia({ media: null, colorScheme, reducedMotion, forcedColors })
    await page.mouse.move(0, 0)
    pages.push(page)
  }
  return { page, faults, close }
}

function restingPages(browser: Browser, key: string): Page[] {
  const byOptions = resting.get(browser) ?? new Map<string, Page[]>()
  resting.set(browser, byOptions)
  const pages = byOptions.get(key) ?? []
  byOptions.set(key, pages)
  return pages
}
