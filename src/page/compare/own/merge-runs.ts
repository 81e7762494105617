import type { Metrics, RunEvent } from '../../../runs/run/events.ts'

type Start = Extract<RunEvent, { type: 'run-start' }>
type End = Extract<RunEvent, { type: 'run-end' }>

/** A part of a run: some of its lanes, which are run by themselves. */
export interface RunPart {
  /** Indices of its lanes in the run. */
  readonly places: readonly number[]
  readonly events: AsyncGenerator<RunEvent>
}

/**
 * Parts of one run as one run: one start once all have started, one end once all have ended. A part that
 * fails ends them all; one that breaks off leaves the run without its end.
 */
export async function* mergeRuns(parts: readonly RunPart[]): AsyncGenerator<RunEvent> {
  const starts = new Map<RunPart, Start>()
  const ends = new Map<RunPart, End>()
  let early: RunEvent[] = []
  const next = (part: RunPart) => part.events.next().then((result) => ({ part, result }))
  const waiting = new Map(parts.map((part) => [part, next(part)]))
  try {
    while (waiting.size > 0) {
      const { part, result } = await Promise.race(waiting.values())
      waiting.delete(part)
      if (!result.done) {
        // Last in line: of several parts with an event, the race takes the first.
        waiting.set(part, next(part))
        yield* take(part, result.value)
        if (result.value.type === 'run-error') return
      }
    }
  } finally {
    for (const { events } of waiting.keys()) void events.return(undefined).catch(() => undefined)
    for (const one of waiting.values()) one.catch(() => undefined)
  }

  function* take(part: RunPart, event: RunEvent): Generator<RunEvent> {
    if (event.type === 'run-start') {
      starts.set(part, event)
      if (starts.size < parts.length) return
      yield startOf(parts, starts)
      yield* early
      early = []
    } else if (event.type === 'run-end') {
      ends.set(part, event)
      if (ends.size === parts.length) yield endOf(parts, ends)
    } else if (event.type === 'lane-delta' || event.type === 'lane-end') {
      const placed = { ...event, lane: part.places[event.lane]! }
      if (starts.size === parts.length) yield placed
      else early.push(placed)
    } else yield event
  }
}

/** One entry a lane of the run. */
function inOrder<Entry>(parts: readonly RunPart[], entriesOf: (part: RunPart) => readonly Entry[]): Entry[] {
  const entries = parts.flatMap((part) =>
    entriesOf(part).map((entry, index) => ({ entry, place: part.places[index]! })),
  )
  return entries.sort((one, other) => one.place - other.place).map(({ entry }) => entry)
}

function startOf(parts: readonly RunPart[], starts: ReadonlyMap<RunPart, Start>): Start {
  return { ...starts.get(parts[0]!)!, lanes: inOrder(parts, (part) => starts.get(part)!.lanes) }
}

function endOf(parts: readonly RunPart[], ends: ReadonlyMap<RunPart, End>): End {
  const all = parts.map((part) => ends.get(part)!)
  return {
    type: 'run-end',
    milliseconds: Math.max(...all.map(({ milliseconds }) => milliseconds)),
    tokens: all.reduce((sum, { tokens }) => sum + tokens, 0),
    lanes: inOrder<Metrics>(parts, (part) => ends.get(part)!.lanes),
  }
}
