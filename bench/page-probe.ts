/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'

/** Inputs of one round of `interact`. */
export const INPUTS = 4

interface Probe {
  /** The server's milliseconds, from the event that ended the run. */
  ended?: number
  /** Milliseconds from each input to the next frame that shows its effect. */
  delays?: number[]
}

/** Before a page starts: listens for the end of a run, and times every input to the paint after it. */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const probe = globalThis as unknown as Probe
    probe.delays = []
    const parse = JSON.parse
    JSON.parse = (text: string, ...rest: []) => {
      const value = parse(text, ...rest)
      if (value?.type === 'run-end') probe.ended = value.milliseconds
      return value
    }
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const isInput = (entry as PerformanceEventTiming).interactionId > 0 || entry.name === 'pointerover'
        if (isInput) probe.delays!.push(entry.duration)
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
  })
}

/**
 * Points at tokens, walks them by keyboard, recolours, and changes the chart, over and over.
 * @returns milliseconds of the slowest answer; one within a frame is not listed and counts 16
 */
export async function interact(page: Page, rounds: number): Promise<number> {
  await page.evaluate(() => {
    const probe = globalThis as unknown as Probe
    probe.delays = []
  })
  const words = page.locator('.lane-column').nth(2).locator('.text-token')
  const heats = ['rank', 'entropy', 'surprisal', 'probability']
  const series = ['entropy', 'surprisal', 'mass', 'kept']
  for (let round = 0; round < rounds; round++) {
    await words.nth(2 + round).hover({ force: true })
    await words.nth(2 + round).focus()
    await page.keyboard.press('ArrowRight')
    await page.locator(`#heat label:has([value="${heats[round % 4]}"])`).click()
    await page.locator(`#series label:has([value="${series[round % 4]}"])`).click()
  }
  const delays = await page.evaluate(() => (globalThis as unknown as Probe).delays ?? [])
  return Math.max(16, ...delays)
}

/**
 * Processor time that a page's main thread has used for its tasks, in milliseconds: what other programs do
 * does not count.
 */
export async function processorTime(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value
  }
}
