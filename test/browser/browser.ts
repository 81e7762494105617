import { existsSync } from 'node:fs'
import {
  type Browser,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Dialog,
  type Page,
} from 'playwright-core'
import { STORY_COOKIE } from '../../src/page/compare/story/cookie.ts'

/** Chromium without the parts that show windows takes two thirds of the time; both draw alike. */
const path =
  process.env.CHROMIUM_PATH ??
  ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((one) => existsSync(one)) ??
  ''

/** Why browser tests cannot run here, or empty. */
export const noBrowser = existsSync(path) ? '' : `no Chromium at ${path || '/usr/bin'}; set CHROMIUM_PATH`

let launched: Promise<Browser> | undefined

/**
 * Chromium: one for all that this process opens, the test files of a worker included. It ends with the
 * process; one that has been closed, or crashed, is followed by another.
 */
export async function openBrowser(): Promise<Browser> {
  if (launched && (await launched).isConnected()) return launched
  launched = chromium.launch({
    executablePath: path,
    // Pages share a process, which keeps what it compiled: a page that is opened again takes half the time.
    args: ['--no-sandbox', '--disable-gpu', '--renderer-process-limit=1', '--disable-site-isolation-trials'],
  })
  return launched
}

/**
 * A page that keeps a list of everything that went wrong on it: console errors, exceptions, requests to other
 * hosts.
 */
export interface WatchedPage {
  readonly page: Page
  readonly faults: string[]
  close(): Promise<void>
}

const VIEWPORT = { width: 1440, height: 900 }

/** Pages that were closed and can be opened again, by browser and by what a context cannot change. */
const resting = new WeakMap<Browser, Map<string, Page[]>>()
const sessions = new WeakMap<Page, CDPSession>()

export interface OpenOptions extends BrowserContextOptions {
  /** Whether the story opens on Compare. */
  readonly isNewcomer?: boolean
  /** For a test that leaves something behind in its page which `close` cannot take away. */
  readonly isUnique?: boolean
}

/** Opens an address as if in a new browser. */
export async function openPage(url: string, options: OpenOptions = {}): Promise<WatchedPage> {
  const opened = await freshPage(new URL(url), options)
  await opened.page.goto(url)
  return opened
}

/**
 * A page as if in a new browser, before it goes anywhere. One that another test has closed is used again,
 * without its cookies and storage: that takes a third of the time.
 * @param origin where it will go
 */
export async function freshPage(
  { origin }: URL,
  { isNewcomer = false, isUnique = false, ...options }: OpenOptions = {},
): Promise<WatchedPage> {
  const browser = await openBrowser()
  const { viewport = VIEWPORT, colorScheme = 'light', reducedMotion = 'no-preference', ...fixed } = options
  const pages = restingPages(browser, JSON.stringify(fixed))
  const rested = isUnique ? undefined : pages.pop()
  const page = rested ?? (await (await browser.newContext({ ...options, viewport })).newPage())
  if (rested && viewport) await rested.setViewportSize(viewport)
  if (rested) await rested.emulateMedia({ media: null, colorScheme, reducedMotion })
  // Patience for a busy machine, as in vitest's configuration.
  page.setDefaultTimeout(90_000)
  const context = page.context()
  if (!isNewcomer) await context.addCookies([{ name: STORY_COOKIE, value: 'ended', url: origin }])
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`))
  page.on('request', (request) => {
    const asked = new URL(request.url())
    if (asked.protocol.startsWith('http') && asked.origin !== origin) faults.push(`request: ${asked.href}`)
  })
  const close = async () => {
    if (isUnique) return context.close()
    page.removeAllListeners()
    // A page that asks whether to leave is left.
    const leave = (dialog: Dialog) => void dialog.accept()
    page.on('dialog', leave)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    for (const other of context.pages()) if (other !== page) await other.close()
    // A page that has gone nowhere, or whose server is gone, has none.
    await page.evaluate(() => sessionStorage.clear()).catch(() => undefined)
    await page.goto('about:blank', { waitUntil: 'commit' })
    page.off('dialog', leave)
    const session = sessions.get(page) ?? (await context.newCDPSession(page))
    sessions.set(page, session)
    await Promise.all([
      session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' }),
      context.clearCookies(),
      page.mouse.move(0, 0),
    ])
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
