import type { Inspection } from '../../../runs/inspect/inspect.ts'
import { FIRST_ROWS, inspectRequestOf, othersAt } from '../inspector/plan.ts'
import { hasText, type LaneView } from '../lane/view.ts'
import { inspection } from '../own/inspect.ts'
import type { Page } from '../state/page.ts'
import { recordKey } from './record-key.ts'

/**
 * What the inspector shows of every token, asked for beforehand: a page without a server has nobody to ask.
 */

/** By `recordKey`. */
export type Recording = Readonly<Record<string, Inspection>>

/** Tokens that are recorded at most, all lanes together: each takes some 4 kB of the file. */
const MOST_TOKENS = 2000

interface RecordedToken {
  readonly view: LaneView
  readonly step: number
}

/** The tokens to record: of each lane's text as it is shown, from its beginning. */
export function placesOf(views: readonly LaneView[]): RecordedToken[] {
  const shown = views.filter(hasText)
  const share = Math.floor(MOST_TOKENS / Math.max(1, shown.length))
  return shown.flatMap((view) =>
    Array.from({ length: Math.min(share, view.sample!.steps.length) }, (_, step) => ({ view, step })),
  )
}

/**
 * Asks the server for every token, one after another: it caches the text up to the token before.
 * @param report receives how many tokens are recorded
 * @throws RequestError, or the signal's reason once it is aborted
 */
export async function record(
  page: Page,
  places: readonly RecordedToken[],
  report: (done: number) => void,
  signal: AbortSignal,
): Promise<Recording> {
  const views = page.views.peek()
  const { strategies } = page.offer.peek()
  const recording: Record<string, Inspection> = {}
  for (const [index, { view, step }] of places.entries()) {
    const run = page.run.peek() ?? view.run
    if (!run) continue
    const body = inspectRequestOf(run, view, step, FIRST_ROWS, othersAt(view, views, step, strategies))
    recording[recordKey(view, step)] = await inspection(body, strategies, signal)
    report(index + 1)
  }
  return recording
}
