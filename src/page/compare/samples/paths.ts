import type { Traced } from '../lane/view.ts'
import { tracedLanes } from '../run/traced-run.ts'
import type { Page } from '../state/page.ts'
import { depthOf, type PrefixText, prefixTree } from './prefix-tree.ts'

/** Tokens such a replay may record: candidates weigh a few kilobytes a token. */
const MOST_TOKENS = 1024
const PATIENCE = 120_000

/**
 * What no sample took: the samples are run once more, as far as they fork, for the candidates that the first
 * run did not send. Once a run.
 */
export async function tracePaths(page: Page): Promise<void> {
  const run = page.run.peek()
  if (!run || page.traced.peek()?.run === run) return
  const forked = run.lanes.filter(({ samples }) => samples.length > 1)
  page.traced.value = { run, lanes: new Map() }
  const samples = Math.max(...forked.map((lane) => lane.samples.length))
  const depth = Math.max(1, ...forked.map((lane) => depthOf(prefixTree(lane.samples))))
  const reach = Math.max(1, Math.floor(MOST_TOKENS / (samples * forked.length)))
  const size = { samples, maxTokens: Math.min(depth, reach) }
  const lanes = new Map<number, Traced>()
  try {
    const traced = await tracedLanes(
      run,
      forked,
      size,
      page.offer.peek().strategies,
      AbortSignal.timeout(PATIENCE),
    )
    for (const [index, { key, samples: own }] of forked.entries()) {
      const again = traced[index]?.samples ?? []
      lanes.set(
        key,
        again.map(({ steps }, sample) => ({ steps: untilParting(own[sample]?.steps ?? [], steps) })),
      )
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'the server cannot be reached.'
    for (const { key } of forked) lanes.set(key, `Paths not taken could not be fetched: ${reason}`)
  }
  if (page.run.peek() === run) page.traced.value = { run, lanes }
}

/** A trace is of use as long as its tokens are the sample's own, and for the token after. */
function untilParting(own: PrefixText['steps'], again: PrefixText['steps']): PrefixText['steps'] {
  const parting = again.findIndex(({ token }, step) => token !== own[step]?.token)
  return parting < 0 ? again : again.slice(0, parting + 1)
}
