import { Gauge, type Registry } from 'prom-client'
import type { Dependencies } from '../http/dependencies.ts'

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
}
