import type { Inspection } from '../../../runs/inspect/inspect.ts'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { fetchJson } from '../../ui/fetch-json.ts'
import type { inspectRequestOf } from '../inspector/plan.ts'
import { apart, isOwnLane } from './own-lanes.ts'
import { ownWorker, promptOf, startOf } from './run-events.ts'

type Body = ReturnType<typeof inspectRequestOf>
type Start = Awaited<ReturnType<typeof startOf>>

/** How the run begins whose tokens are looked at one after another. */
let last: { readonly key: string; readonly start: Promise<Start> } | undefined

/**
 * Takes a token of a text apart: the server does, or the page's worker where a lane has a step of a person's
 * own.
 * @throws Error in a sentence; the signal's reason
 */
export async function inspection(
  body: Body,
  strategies: readonly StrategyDescription[],
  signal: AbortSignal,
): Promise<Inspection> {
  const { lane, others } = body
  if (![lane, ...others].some((one) => isOwnLane(one, strategies))) {
    return fetchJson<Inspection>('/api/inspect', { body, signal })
  }
  const { tokens: _, rows: __, others: ___, lane: ____, sample: _____, banned: ______, ...shared } = body
  const start = await startFor({ ...shared, lanes: [lane] }, strategies)
  const plain = (one: string) => apart(one, strategies).lane
  const input = {
    model: start.lanes[0]!.model ?? start.model,
    body: { ...body, lane: plain(lane), others: others.map(plain) },
    ...promptOf(start),
  }
  return ownWorker().ask('inspect', input, { signal })
}

function startFor(
  body: Parameters<typeof startOf>[0],
  strategies: readonly StrategyDescription[],
): Promise<Start> {
  const key = JSON.stringify(body)
  if (last?.key !== key) {
    const start = startOf(body, strategies, new AbortController().signal)
    start.catch(() => {
      last = undefined
    })
    last = { key, start }
  }
  return last.start
}
