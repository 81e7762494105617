import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { startApp } from '../web/running-app.ts'

interface Wishes {
  readonly javaScriptEnabled?: boolean
  readonly colorScheme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
  /** A finger instead of a mouse. */
  readonly isTouch?: boolean
  /** The browser reports a refused request as an error of its own. */
  readonly expectErrors?: boolean
}

/** The application in a browser; closing a page fails the test if anything was reported on its console. */
export interface Lab {
  page(wishes?: Wishes): Promise<Page>
  close(): Promise<void>
}

export async function openLab(): Promise<Lab> {
  const app = await startApp()
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  return {
    async page({ width = 1440, height = 900, isTouch = false, expectErrors = false, ...options } = {}) {
      const page = await browser.newPage({
        baseURL: app.url,
        viewport: { width, height },
        hasTouch: isTouch,
        isMobile: isTouch,
        bypassCSP: false,
        ...options,
      })
      const reported: string[] = []
      page.on('pageerror', (error) => reported.push(error.message))
      page.on('console', (message) => {
        const isExpected = expectErrors && message.text().includes('status of 400')
        if (['error', 'warning'].includes(message.type()) && !isExpected) reported.push(message.text())
      })
      const close = page.close.bind(page)
      page.close = async () => {
        await close()
        expect(reported).toEqual([])
      }
      return page
    },
    async close() {
      await browser.close()
      await app.close()
    },
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Findings {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
}

/** What axe-core objects to, as "rule: element". Evaluating goes round the page's own policy on scripts. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate<Findings>('axe.run()')
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

/** Unfolds whatever is folded. */
export async function openAll(page: Page): Promise<void> {
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
}

/** By how many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
