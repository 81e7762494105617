import type { SpreadBatches } from '../experiments/harness/generate.ts'
import type { Coordinator } from './coordinator.ts'

/**
 * Batches of a reproduction as shards, all of them at once; the journal has each text as soon as its batch is
 * finished.
 * @param about what all shards are of
 */
export const spreadBatches =
  (
    coordinator: Coordinator,
    about: { readonly model: string; readonly dependsOnBatch: boolean },
  ): SpreadBatches =>
  async (batches, { modelHash, maxTokens, journal, signal }, onDone) => {
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
    aborted.catch(() => {})
    const shards = batches.map(async (batch) => {
      const jobs = batch.map(({ key, context, lane, runSeed, coupling, rows }) => ({
        key,
        context,
        lane,
        runSeed,
        ...(coupling && { coupling }),
        rows,
      }))
      const values = await coordinator.run({ kind: 'texts', ...about, modelHash, maxTokens, jobs })
      for (const { key, rows } of batch) {
        if (journal.get(key) === undefined) journal.append(key, values.get(key))
        onDone(rows)
      }
    })
    await Promise.race([Promise.all(shards), aborted])
    signal?.throwIfAborted()
  }
