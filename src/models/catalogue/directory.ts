import { UserError } from '../../errors.ts'
import { type Catalogue, exportOf, type ModelEntry, withMeasured } from './catalogue.ts'
import type { HeldModels, Manifest, ModelCache } from './manifest.ts'

/** Every model there is: those on offer, and those a person added. */
export interface Directory {
  /**
   * A model by id, or one export of it by `id@dtype`.
   * @throws UserError `unknown-model` or `unknown-dtype`
   */
  find(id: string, dtype?: string): ModelEntry
  has(id: string): boolean
  /**
   * Keeps a model that was looked up, so that it can be fetched and shown; once fetched it stays of itself.
   */
  remember(entry: ModelEntry): void
  /**
   * In the order they are shown: on offer, each followed by other exports that are ready, partly fetched or
   * known to `isKnown`; then added ones.
   */
  list(held: HeldModels, isKnown: (id: string) => boolean): ModelEntry[]
}

export function createDirectory(catalogue: Catalogue, modelCache: ModelCache): Directory {
  const lookedUp = new Map<string, ModelEntry>()
  const isListed = (id: string) => catalogue.models.some((one) => one.id === id.split('@')[0])
  const added = (manifests: ReadonlyMap<string, Manifest>): ModelEntry[] => {
    const ready = [...manifests.values()].map(({ entry }) => entry).filter(({ id }) => !isListed(id))
    const ids = new Set(ready.map(({ id }) => id))
    const others = [...lookedUp.values()].filter(({ id }) => !ids.has(id))
    const all = [...ready, ...others]
    // Another export of a model that is there is listed with it.
    return all.filter(({ id }) => !id.includes('@') || all.every((one) => one.id !== id.split('@')[0]))
  }
  const all = (manifests = modelCache.ready()) => [...catalogue.models, ...added(manifests)]
  /** With what was measured when it was fetched. */
  const measured = (entry: ModelEntry, manifests = modelCache.ready()): ModelEntry => {
    const found = manifests.get(entry.id)?.entry
    if (!found || entry.source.kind === 'local') return entry
    return withMeasured(entry, found)
  }
  return {
    remember: (entry) => void lookedUp.set(entry.id, entry),
    has: (id) => all().some((entry) => entry.id === id),
    find(id, wanted) {
      const whole = wanted === undefined && all().find((one) => one.id === id)
      if (whole) return measured(whole)
      const [base, dtype = wanted] = id.split('@') as [string, string?]
      const entry = all().find((one) => one.id === base)
      if (!entry) {
        const known = all().map((one) => one.id)
        throw new UserError(
          'unknown-model',
          `There is no model "${base}"; choose one of ${known.join(', ')}.`,
        )
      }
      return measured(exportOf(entry, dtype))
    },
    list({ ready, kept }, isKnown) {
      const isThere = ({ id }: ModelEntry) => ready.has(id) || kept.has(id) || isKnown(id)
      return all(ready)
        .flatMap((entry) => [
          entry,
          ...(entry.exports ?? []).map(({ dtype }) => exportOf(entry, dtype)).filter(isThere),
        ])
        .map((entry) => measured(entry, ready))
    },
  }
}
