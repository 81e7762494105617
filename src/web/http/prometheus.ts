import { Router } from 'express'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Engine } from '../../engine/engine.ts'
import type { RunEvent } from '../../runs/run/events.ts'
import { STOP_FOUND } from '../openai/stop-found.ts'
import type { Dependencies } from './dependencies.ts'

/** How a run ended. `refused`: its request was wrong, or there was no room; it never started. */
type Outcome = 'finished' | 'cancelled' | 'failed' | 'refused'

type Phase = 'new' | 'waiting' | 'active'

/** An engine whose runs are counted, and `GET /metrics` in Prometheus's text form. */
export interface Observatory {
  readonly engine: Engine
  readonly routes: Router
}

export function observe({ engine, library }: Dependencies): Observatory {
  const registry = new Registry()
  const meters = createMeters(registry)
  watchModels(registry, library)
  const routes = Router()
  routes.get('/metrics', async (_, response) => {
    response.set('content-type', registry.contentType).send(await registry.metrics())
  })
  return {
    routes,
    engine: { ...engine, start: watched(engine.start, meters), runJson: watched(engine.runJson, meters) },
  }
}

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

function watchModels(registry: Registry, library: Dependencies['library']): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  gauge('nucleus_models_loaded', 'Models in memory.', () => {
    return library.list().filter(({ state }) => state === 'loaded').length
  })
  gauge('nucleus_models_memory_bytes', 'What the models in memory are counted with.', () => {
    return library.usage().memoryBytes
  })
  gauge('nucleus_models_disk_bytes', 'Models fetched, converted or copied.', () => library.usage().diskBytes)
  gauge('process_resident_memory_bytes', 'Resident memory of the process.', () => process.memoryUsage.rss())
}

/** Reads everything off the events a run tells anyway. */
type Start<Result> = (...parameters: Parameters<Engine['start']>) => Promise<Result>

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
    const tell = (event: RunEvent) => {
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
      return await start(request, tell, signal, client)
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
