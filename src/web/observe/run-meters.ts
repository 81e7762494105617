import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Engine } from '../../engine/engine.ts'
import type { RunEvent } from '../../runs/run/events.ts'
import { STOP_FOUND } from '../openai/stop-found.ts'
import { currentFacts } from './facts.ts'

/** How a run ended. `refused`: its request was wrong, or there was no room; it never started. */
type Outcome = 'finished' | 'cancelled' | 'failed' | 'refused'

type Phase = 'new' | 'waiting' | 'active'

/** Starts runs that are counted and timed: everything is read off the events that a run sends anyway. */
export function watchRuns(
  { start, runJson }: Engine,
  registry: Registry,
  logsPrompts: boolean,
): Pick<Engine, 'start' | 'runJson'> {
  const meters = createMeters(registry)
  const noting =
    <Result>(begin: Start<Result>): Start<Result> =>
    (request, onEvent, signal, client) => {
      const facts = currentFacts()
      if (facts && logsPrompts) facts.prompt = request.prompt
      const note = (event: RunEvent) => {
        if (facts && event.type === 'run-start') facts.model = event.model
        if (facts && event.type === 'run-end') facts.tokens = (facts.tokens ?? 0) + event.tokens
        return onEvent(event)
      }
      return watched(begin, meters)(request, note, signal, client)
    }
  return { start: noting(start), runJson: noting(runJson) }
}

/** How a run is begun, whatever it answers. */
type Start<Result> = (...parameters: Parameters<Engine['start']>) => Promise<Result>

type Meters = ReturnType<typeof createMeters>

function createMeters(registry: Registry) {
  const registers = [registry]
  return {
    started: new Counter({
      name: 'nucleus_runs_started_total',
      help: 'Runs whose first token was asked for.',
      registers,
    }),
    ended: new Counter({
      name: 'nucleus_runs_ended_total',
      help: 'Runs by how they ended: finished, cancelled, failed, or refused before they started.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    tokens: new Counter({ name: 'nucleus_tokens_total', help: 'Tokens generated, all lanes.', registers }),
    waiting: new Gauge({ name: 'nucleus_runs_waiting', help: 'Runs that wait for their turn.', registers }),
    active: new Gauge({ name: 'nucleus_runs_active', help: 'Runs under way.', registers }),
    step: new Histogram({
      name: 'nucleus_step_seconds',
      help: 'Seconds from one step of a run to the next, as one of its samples sees it.',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
      registers,
    }),
  }
}

/** Counts one run as its events come. */
function watched<Result>(start: Start<Result>, meters: Meters): Start<Result> {
  return async (request, onEvent, signal, client) => {
    let phase = 'new' as Phase
    let outcome = 'finished' as Outcome
    const onStep = stepWatch((seconds) => meters.step.observe(seconds))
    const enter = (next: Phase) => {
      if (phase === 'waiting' && next !== 'waiting') meters.waiting.dec()
      if (phase !== 'waiting' && next === 'waiting') meters.waiting.inc()
      phase = next
    }
    const receive = (event: RunEvent) => {
      if (event.type === 'queued') enter('waiting')
      else if (phase === 'waiting') enter('new')
      if (event.type === 'run-start') {
        enter('active')
        meters.started.inc()
        meters.active.inc()
      }
      if (event.type === 'run-end') meters.tokens.inc(event.tokens)
      if (event.type === 'run-error') outcome = 'failed'
      onStep(event)
      return onEvent(event)
    }
    try {
      return await start(request, receive, signal, client)
    } catch (error) {
      outcome = phase === 'active' ? 'failed' : 'refused'
      throw error
    } finally {
      if (phase === 'active') meters.active.dec()
      enter('new')
      const isCancelled = signal?.aborted && signal.reason !== STOP_FOUND
      meters.ended.inc({ outcome: isCancelled ? 'cancelled' : outcome })
    }
  }
}

/** Times the steps of a run by one of its samples, another one when that ends: all samples step together. */
function stepWatch(observe: (seconds: number) => void): (event: RunEvent) => void {
  let lead: string | undefined
  let before: number | undefined
  return (event) => {
    if (event.type !== 'lane-delta' && event.type !== 'lane-end') return
    const sample = `${event.lane}/${event.sample}`
    if (event.type === 'lane-end') {
      if (sample === lead) lead = before = undefined
      return
    }
    lead ??= sample
    if (sample !== lead) return
    const now = performance.now()
    if (before !== undefined) observe((now - before) / 1000)
    before = now
  }
}
