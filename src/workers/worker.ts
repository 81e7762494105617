import { UnrecoverableError, Worker } from 'bullmq'
import { createEngine } from '../engine/local-engine.ts'
import { UserError } from '../errors.ts'
import { makeBatch } from '../experiments/harness/generate.ts'
import type { Journal } from '../experiments/harness/journal.ts'
import { weightsHash } from '../experiments/harness/provenance.ts'
import type { ModelLibrary } from '../models/library.ts'
import { toJson } from '../runs/json.ts'
import { parseChain } from '../runs/request/notation.ts'
import { parseRunRequest } from '../runs/request/request.ts'
import { createCollector } from '../runs/run/collect.ts'
import { connect, connectFirst, noteChanges, type ValueStore, valueStore } from './redis.ts'
import { keysOf, queueName, type RunShard, type Shard, type TextsShard } from './shard.ts'

interface WorkerOptions {
  readonly url: string
  readonly library: ModelLibrary
  /**
   * Seconds that a worker may be silent before its shard is given to another; it speaks twice in that time.
   */
  readonly lease: number
  readonly note: (text: string) => void
  readonly signal: AbortSignal
}

/**
 * Does shards, one after the other, until it is stopped. A shard is finished or given back when it stops; one
 * whose worker is killed goes to another, which makes only those texts that were not finished.
 * @throws UserError `redis-unreachable`
 */
export async function work({ url, library, lease, note, signal }: WorkerOptions): Promise<void> {
  const redis = await connectFirst(url, signal)
  const store = valueStore(redis)
  const environment = await library.environment([])
  const duration = 1000 * lease
  const connection = connect(url)
  const worker = new Worker<Shard>(
    queueName(environment),
    async ({ data }) => {
      try {
        note(`${new Date().toISOString()} ${data.kind}: ${keysOf(data).length} to make`)
        const made = await doShard(data, library, store, signal)
        note(`${new Date().toISOString()} made ${made}`)
      } catch (error) {
        // What is wrong with the shard, or with this machine, another try does not mend.
        if (error instanceof UserError) throw new UnrecoverableError(error.message)
        throw error
      }
    },
    {
      connection,
      concurrency: 1,
      lockDuration: duration,
      stalledInterval: duration,
      maxStalledCount: Number.MAX_SAFE_INTEGER,
    },
  )
  noteChanges([worker], connection, (text) => !signal.aborted && note(text))
  const ended = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await Promise.race([worker.waitUntilReady(), ended])
  if (!signal.aborted) note('Ready for work. Ctrl+C ends it.')
  await ended
  // Nothing can be given back to a Redis that is away; the lease ends by itself.
  await worker.close(connection.status !== 'ready')
  connection.disconnect()
  redis.disconnect()
}

/** @returns how many values were made; those that were there are left alone */
async function doShard(
  shard: Shard,
  library: ModelLibrary,
  store: ValueStore,
  signal: AbortSignal,
): Promise<number> {
  const known = await store.get(keysOf(shard))
  if (known.size === keysOf(shard).length) return 0
  return shard.kind === 'run'
    ? doRun(shard, library, store, signal)
    : doTexts(shard, known, library, store, signal)
}

async function doTexts(
  shard: TextsShard,
  known: ReadonlyMap<string, unknown>,
  library: ModelLibrary,
  store: ValueStore,
  signal: AbortSignal,
): Promise<number> {
  const loan = await library.borrow(shard.model, { signal })
  try {
    const hash = await weightsHash(loan.model, library.find(shard.model))
    if (hash !== shard.modelHash) throw otherWeights(shard.model)
    const puts: Promise<void>[] = []
    const journal: Journal = {
      get: (key) => known.get(key),
      append(key, value) {
        const put = store.put(key, value)
        // A shard that is broken off does not wait for it.
        put.catch(() => {})
        puts.push(put)
      },
      close: () => {},
    }
    const jobs = shard.jobs
      .filter(({ key }) => shard.dependsOnBatch || !known.has(key))
      .map((job) => ({ ...job, chain: parseChain(job.lane) }))
    await makeBatch(loan.model, sharingContexts(jobs), { maxTokens: shard.maxTokens, journal, signal })
    signal.throwIfAborted()
    await Promise.all(puts)
    return jobs.length
  } finally {
    loan.giveBack()
  }
}

/** JSON has made a context of its own for each text; those of one prompt share its reading. */
function sharingContexts<Job extends TextsShard['jobs'][number]>(jobs: readonly Job[]): Job[] {
  const contexts = new Map<string, Job['context']>()
  return jobs.map((job) => {
    const name = job.context.tokens.join()
    const context = contexts.get(name) ?? job.context
    contexts.set(name, context)
    return { ...job, context }
  })
}

async function doRun(
  { key, fields, models }: RunShard,
  library: ModelLibrary,
  store: ValueStore,
  signal: AbortSignal,
): Promise<number> {
  const mine = await library.environment(models.map(({ id }) => id))
  const isSame = toJson(mine.models) === toJson(models)
  // A model that is not here yet is fetched by the run; its files are then compared before anything is kept.
  const collector = createCollector()
  const isHere = mine.models.every(({ files }) => files.length > 0)
  if (isHere && !isSame) throw otherWeights(models.map(({ id }) => id).join(', '))
  await createEngine(library).start(parseRunRequest(fields), collector.receive, signal)
  signal.throwIfAborted()
  const now = await library.environment(models.map(({ id }) => id))
  if (toJson(now.models) !== toJson(models)) throw otherWeights(models.map(({ id }) => id).join(', '))
  await store.put(key, JSON.parse(toJson(collector.result())))
  return 1
}

const otherWeights = (model: string): UserError =>
  new UserError('shard-failed', `the files of ${model} on the worker are not those of whoever asks`)
