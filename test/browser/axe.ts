/// <reference lib="dom" />
import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** Serious and critical faults that axe-core finds. */
export const axeFaults = (page: Page): Promise<string[]> => faultsOf(page, ['serious', 'critical'])

/** Everything axe-core objects to. */
export const allAxeFaults = (page: Page): Promise<string[]> =>
  faultsOf(page, ['minor', 'moderate', 'serious', 'critical'])

/** As "rule: element". Evaluating goes round the page's own policy on scripts. */
async function faultsOf(page: Page, impacts: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source)
  const violations = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }).axe
      // What passes need not be listed element by element.
      .run({ resultTypes: ['violations'] })
      .then((result) => result.violations),
  )
  return violations
    .filter(({ impact }) => impacts.includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}
