import { createCollector } from '../../../runs/run/collect.ts'
import type { RunEvent, RunResult } from '../../../runs/run/events.ts'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { type OwnWorker, openOwnWorker } from '../../own/host.ts'
import type { ReadPrompt } from '../../own/messages.ts'
import { fetchJson, noAnswer, RequestError } from '../../ui/fetch-json.ts'
import { serverEvents } from '../run/stream.ts'
import { mergeRuns, type RunPart } from './merge-runs.ts'
import { apart, isOwnLane, withoutOwnSteps } from './own-lanes.ts'

/** The body of `POST /api/runs`, as the page writes it. */
export interface RunBody {
  readonly lanes: readonly string[]
  readonly heal?: boolean | undefined
}

type Strategies = readonly StrategyDescription[]
type Start = Extract<RunEvent, { type: 'run-start' }>

let worker: OwnWorker | undefined

/** The page's worker: one for all lanes, so that what was read once is known. */
export const ownWorker = (): OwnWorker => {
  worker ??= openOwnWorker()
  return worker
}

/**
 * Every event of a run. The server decodes the lanes that it can; those with a step of a person's own are
 * decoded here, on the server's logits and with the same draws, side by side with them.
 * @throws RequestError before the first event
 */
export async function* runEvents(
  body: RunBody,
  strategies: Strategies,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const all = body.lanes.map((lane, place) => ({ place, lane, isOwn: isOwnLane(lane, strategies) }))
  const [own, plain] = [all.filter(({ isOwn }) => isOwn), all.filter(({ isOwn }) => !isOwn)]
  if (own.length === 0) return yield* serverEvents(body, signal)
  // A part that ends early takes the others along.
  const ending = new AbortController()
  const each = AbortSignal.any([signal, ending.signal])
  const partOf = (lanes: typeof all, events: typeof serverEvents): RunPart => ({
    places: lanes.map(({ place }) => place),
    events: events({ ...body, lanes: lanes.map(({ lane }) => lane) }, each),
  })
  const ownEvents = (one: object, until: AbortSignal) => eventsHere(one as RunBody, strategies, until)
  const modelOf = ({ lane }: { readonly lane: string }) => apart(lane, strategies).model
  const groups = [...new Set(own.map(modelOf))].map((model) => own.filter((one) => modelOf(one) === model))
  const parts = groups.map((lanes) => partOf(lanes, ownEvents))
  try {
    yield* mergeRuns(plain.length > 0 ? [partOf(plain, serverEvents), ...parts] : parts)
  } finally {
    ending.abort()
  }
}

/** A run's result at its end. @throws RequestError in a sentence; the signal's reason */
export async function runResult(
  body: RunBody,
  strategies: Strategies,
  signal: AbortSignal = new AbortController().signal,
): Promise<RunResult> {
  if (!body.lanes.some((lane) => isOwnLane(lane, strategies))) {
    return fetchJson<RunResult>('/api/runs', { body, signal })
  }
  const collector = createCollector()
  for await (const event of runEvents(body, strategies, signal)) {
    if (event.type === 'run-error') throw new RequestError(event.error)
    collector.receive(event)
  }
  return collector.result()
}

/** A run of lanes of one model that all have a step of a person's own. */
async function* eventsHere(
  body: RunBody,
  strategies: Strategies,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  let start: Start | undefined
  for await (const event of startEvents(body, strategies, signal)) {
    if (event.type === 'run-start') start = event
    yield event
    if (event.type === 'run-error') return
  }
  if (!start) return
  const { model } = start.lanes[0]!
  const input = {
    model: model ?? start.model,
    body: { ...body, lanes: body.lanes.map((lane) => apart(lane, strategies).lane) },
    ...promptOf(start),
  }
  const queue = createQueue<RunEvent>()
  const onEvent = (event: RunEvent) => event.type !== 'run-start' && queue.put(event)
  ownWorker()
    .ask('run', input, { signal, onEvent })
    .then(queue.end, (error: Error) => {
      if (error instanceof RequestError) queue.put({ type: 'run-error', error: error.problem })
      queue.end()
    })
  yield* queue.all()
  signal.throwIfAborted()
}

/**
 * How the server would begin such a run: the prompt in tokens, and the lanes. The server checks the request,
 * opens the model and waits its turn; once it begins, it is stopped.
 * @throws RequestError
 */
async function* startEvents(
  body: RunBody,
  strategies: Strategies,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  if (body.heal && body.lanes.some((lane) => apart(lane, strategies).model !== undefined)) {
    const message =
      'A lane with a step of your own and a model of its own cannot have its prompt healed; drop the ' +
      'space at the end instead.'
    throw new RequestError({ code: 'lane-unsupported', message, field: 'heal' })
  }
  const ending = new AbortController()
  const asked = { ...body, lanes: body.lanes.map((lane) => withoutOwnSteps(lane, strategies)) }
  try {
    for await (const event of serverEvents(asked, AbortSignal.any([signal, ending.signal]))) {
      if (event.type !== 'run-start') yield event
      else {
        const lanes = event.lanes.map((lane, index) => {
          const written = body.lanes[index]!
          return { ...lane, lane: written, chain: written }
        })
        return yield { ...event, lanes }
      }
    }
  } finally {
    ending.abort()
  }
}

/** The start alone. @throws RequestError */
export async function startOf(body: RunBody, strategies: Strategies, signal: AbortSignal): Promise<Start> {
  for await (const event of startEvents(body, strategies, signal)) {
    if (event.type === 'run-start') return event
    if (event.type === 'run-error') throw new RequestError(event.error)
  }
  throw noAnswer()
}

/** The prompt of a start's first lane, as its model reads it. */
export const promptOf = ({ promptTokens, takenBack, prefix, lanes: [lane] }: Start): ReadPrompt => ({
  promptTokens: lane!.promptTokens ?? promptTokens,
  takenBack: takenBack?.token,
  prefix: prefix.map(({ token }) => token),
})

/** What is put in is given out in order, until the end. */
function createQueue<Item>() {
  let items: Item[] = []
  let isOver = false
  let wake = () => {}
  return {
    put(item: Item): void {
      items.push(item)
      wake()
    },
    end(): void {
      isOver = true
      wake()
    },
    async *all(): AsyncGenerator<Item> {
      for (;;) {
        const some = items
        items = []
        yield* some
        if (items.length > 0) continue
        if (isOver) return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
