/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** Less than half of what `axe.source` is: each page is sent it, and compiles it. */
const require = createRequire(import.meta.url)
const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** Rules that look at colours. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** Serious and critical faults that axe-core finds. */
export const axeFaults = (page: Page): Promise<string[]> => faultsOf(page, ['serious', 'critical'])

/** Everything axe-core objects to. */
export const allAxeFaults = (page: Page): Promise<string[]> =>
  faultsOf(page, ['minor', 'moderate', 'serious', 'critical'])

/**
 * The serious and critical faults in the scheme that a page was opened in, and then in the other one. All
 * that a scheme changes is colours (`light-dark()` in tokens.css), so the second time only rules that look at
 * colours are asked.
 */
export async function axeFaultsInBothSchemes(page: Page): Promise<string[]> {
  const first = await axeFaults(page)
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark' })
  const second = await faultsOf(page, ['serious', 'critical'], OF_COLOURS)
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' })
  return [...first, ...second.map((fault) => `in the ${isDark ? 'light' : 'dark'} scheme: ${fault}`)]
}

/** As "rule: element". Evaluating goes round the page's own policy on scripts. */
async function faultsOf(page: Page, impacts: readonly string[], rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(source)
  const violations = await page.evaluate(async (runOnly) => {
    // Colours that go over into others are there.
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: Violation[] }> }
    }
    // What passes need not be listed, nor a selector be made up for each element.
    return (await axe.run({ resultTypes: ['violations'], selectors: false, ...(runOnly && { runOnly }) }))
      .violations
  }, rules)
  return violations
    .filter(({ impact }) => impacts.includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}
