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

export async function openPage(
  browser: Browser,
  url: string,
  { isNewcomer = false, ...options }: BrowserContextOptions & { readonly isNewcomer?: boolean } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  if (!isNewcomer && url.startsWith('http'))
    await context.addCookies([{ name: STORY_COOKIE, value: 'ended', url }])
  const page = await context.newPage()
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
  return { page, faults, close: () => context.close() }
}
