import { Counter, Gauge, type Registry } from 'prom-client'
import type { Dependencies } from '../http/dependencies.ts'
import type { Refusals } from '../http/refusals.ts'

/** What there is at the moment of asking: models, and what the engine does and takes. */
export function watchState(
  registry: Registry,
  { library, engine }: Pick<Dependencies, 'library' | 'engine'>,
): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  /** A count that the engine keeps; it starts again with its process. */
  const counter = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  gauge('nucleus_models_loaded', 'Models in memory.', () => {
    return library.list().filter(({ state }) => state === 'loaded').length
  })
  gauge('nucleus_models_memory_bytes', 'What the models in memory are counted with.', () => {
    return library.usage().memoryBytes
  })
  gauge('nucleus_models_disk_bytes', 'Models fetched, converted or copied.', () => library.usage().diskBytes)
  gauge('nucleus_engine_resident_bytes', 'Resident memory of the engine’s process.', () => {
    return engine.stats().residentBytes
  })
  gauge('nucleus_engine_restarts', 'Times the engine’s process was replaced.', () => engine.stats().restarts)
  gauge('nucleus_engine_promised_bytes', 'Memory that is promised to the runs under way.', () => {
    return engine.stats().promisedBytes
  })
  gauge('nucleus_batch_rows', 'Rows of the step that is going on; 0 where nothing is computed.', () => {
    return engine.stats().stepRows
  })
  counter('nucleus_batch_steps_total', 'Forward passes of the shared batches.', () => engine.stats().forwards)
  counter('nucleus_batch_rows_total', 'Rows of all of them; by steps, how full a batch is.', () => {
    return engine.stats().rows
  })
  gauge(
    'nucleus_cache_bytes',
    'Keys and values of the texts at work, and of those that are kept for texts that begin the same.',
    () => engine.stats().cacheBytes,
  )
  counter('nucleus_prompt_tokens_total', 'Tokens of prompts.', () => engine.stats().promptTokens)
  counter(
    'nucleus_prompt_tokens_cached_total',
    'Of them, those that the prefix cache held, so that they were not read again.',
    () => engine.stats().cachedTokens,
  )
}

/**
 * What was refused before a request could be read: it has no route, no status and no line in the log.
 */
export function watchRefusals(registry: Registry, refusals: Refusals): void {
  new Counter({
    name: 'nucleus_http_unread_total',
    help: 'Requests refused before their head was read, and connections over the limit, by why.',
    labelNames: ['code'] as const,
    registers: [registry],
    collect() {
      this.reset()
      for (const [code, count] of refusals.counts()) this.inc({ code }, count)
    },
  })
}
