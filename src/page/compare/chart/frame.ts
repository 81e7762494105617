import type { Charts, LaneView } from '../lane/view.ts'
import { isRunning, type Run } from '../run/run.ts'
import type { Offer } from '../settings/offer.ts'
import { type Drawn, figureOf } from './figure.ts'
import { loadPlot } from './plot-library.ts'
import { drawnOf, seriesOf } from './series.ts'

/** Keeps the charts in their element true to the run: when they are drawn, and their cursor. */

interface Shown {
  readonly views: readonly LaneView[]
  readonly series: Charts
  readonly models: Offer['models']
  readonly run: Run | undefined
}

export interface ChartFrame {
  /**
   * Draws what has changed: seldom while a run goes on, as the model that is watched runs on the same
   * processor.
   */
  draw(shown: Shown): void
  /** Moves the cursor's line. */
  point(step: number | undefined): void
  /** Index of the token under a place in a chart; undefined beside the charts. */
  tokenUnder(target: Element, clientX: number): number | undefined
  close(): void
}

/** Milliseconds between two drawings of a run that goes on, and how many times its own cost. */
const REST = 1000
const REST_COSTS = 25

export function createFrame(element: HTMLElement): ChartFrame {
  let shown: Shown | undefined
  let drawn: readonly Drawn[] = []
  let series: Charts | undefined
  let signature = ''
  let cost = 0
  let endedAt = 0
  let planned: ReturnType<typeof setTimeout> | undefined
  let cursor: number | undefined
  // Kept by the observer: asking for it would have the page laid out.
  let width = 0

  async function drawNow() {
    endedAt = performance.now()
    const library = await loadPlot().catch((error: Error) => {
      element.textContent = error.message
    })
    if (!library || !shown || width === 0) return
    const next = signatureOf(shown, width)
    if (next === signature) return
    signature = next
    series = shown.series
    const start = performance.now()
    const request = requestOf(shown, width)
    drawn = seriesOf(series).map((name) => figureOf(library, { ...request, name }))
    element.replaceChildren(...drawn.map(({ figure }) => figure))
    endedAt = performance.now()
    cost = endedAt - start
    frame.point(cursor)
  }

  const frame: ChartFrame = {
    draw(next) {
      shown = next
      clearTimeout(planned)
      if (drawnOf(next.views).length === 0) return
      const isSeldom = next.run && isRunning(next.run) && next.series === series
      const wait = isSeldom ? endedAt + Math.max(REST, REST_COSTS * cost) - performance.now() : 0
      if (wait <= 0) void drawNow()
      else planned = setTimeout(drawNow, wait)
    },
    point(step) {
      cursor = step
      for (const { figure, at } of drawn) {
        const line = figure.querySelector('.chart-cursor')
        line?.setAttribute('visibility', step === undefined ? 'hidden' : 'visible')
        if (step === undefined) continue
        for (const end of ['x1', 'x2']) line?.setAttribute(end, String(at(step)))
      }
    },
    tokenUnder(target, clientX) {
      const one = drawn.find(({ figure }) => figure.contains(target))
      return one?.stepAt(clientX - one.figure.getBoundingClientRect().left)
    },
    close() {
      clearTimeout(planned)
      observer.disconnect()
    },
  }
  const observer = new ResizeObserver(([entry]) => {
    width = Math.floor(entry?.contentRect.width ?? 0)
    if (shown) frame.draw(shown)
  })
  observer.observe(element)
  // The library is there before a run begins: loading it costs more than drawing with it.
  requestIdleCallback(() => void loadPlot().catch(() => {}))
  return frame
}

/** A chart's size and scales. @param width in pixels */
export function requestOf({ views, series, models, run }: Shown, width: number) {
  const sizes = drawnOf(views).map(({ model }) => models.find(({ id }) => id === model)?.vocabularySize ?? 2)
  return {
    views,
    isAlone: series !== 'all',
    width,
    maxTokens: run?.maxTokens ?? 0,
    vocabulary: Math.max(2, ...sizes),
  }
}

/** What the charts show, in brief. */
function signatureOf({ views, series, run }: Shown, width: number): string {
  const lines = drawnOf(views).map(({ key, letter, name, sample }) => {
    const steps = sample?.steps ?? []
    const sum = steps.reduce((hash, { token, kept }, index) => (hash * 31 + token + kept + index) | 0, 7)
    return [key, letter, name, steps.length, sum]
  })
  return JSON.stringify([series, width, run?.maxTokens, lines])
}
