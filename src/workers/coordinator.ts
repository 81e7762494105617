import { Queue, QueueEvents } from 'bullmq'
import { UserError } from '../errors.ts'
import type { Environment } from '../models/environment.ts'
import type { RunResult } from '../runs/run/events.ts'
import { plural } from '../words.ts'
import { createJobResults } from './job-results.ts'
import { connect, connectFirst, noteChanges, type ValueStore, valueStore } from './redis.ts'
import { hash, idOf, keysOf, kindOf, queueName, type Shard } from './shard.ts'

/** Finished jobs are forgotten after so many seconds; their values stay in the store. */
const FORGOTTEN = 3600
/** A shard whose worker fails without a word is tried so often. */
const ATTEMPTS = 3

/** Puts shards into the queue of this machine's kind, and waits for what workers make of them. */
export interface Coordinator {
  /**
   * The values of a shard's keys, by key. Values that the store has already are not made again.
   * @throws UserError `shard-failed` with the worker's sentence
   */
  run(shard: Shard): Promise<ReadonlyMap<string, unknown>>
  /**
   * A run on a worker.
   * @param fields the request's own, unchecked
   * @throws UserError `shard-failed`
   */
  runOne(fields: Readonly<Record<string, unknown>>, models: Environment['models']): Promise<RunResult>
  /** Takes back what no worker has begun. */
  close(): Promise<void>
}

/**
 * @param url of a Redis
 * @throws UserError `redis-unreachable`
 */
export async function openCoordinator(
  url: string,
  environment: Environment,
  note: (text: string) => void,
): Promise<Coordinator> {
  const redis = await connectFirst(url)
  const store = valueStore(redis)
  const name = queueName(environment)
  const connections = [connect(url), connect(url)] as const
  const queue = new Queue(name, { connection: connections[0] })
  const events = new QueueEvents(name, { connection: connections[1] })
  let isClosed = false
  noteChanges([queue, events], connections[0], (text) => !isClosed && note(text))
  await events.waitUntilReady()
  const results = createJobResults(queue, events)
  await noteWorkers(queue, environment, note)
  const coordinator: Coordinator = {
    async runOne(fields, models) {
      const key = `run ${hash([fields, models])}`
      const values = await coordinator.run({ kind: 'run', key, fields, models })
      return values.get(key) as RunResult
    },
    async run(shard) {
      const known = await store.get(keysOf(shard))
      if (known.size === keysOf(shard).length) return known
      const id = idOf(shard)
      // A job of this name that failed, or whose values have expired, has to be begun anew.
      const old = await queue.getJob(id)
      if (old && ((await old.isFailed()) || (await old.isCompleted()))) await old.remove()
      await queue.add(shard.kind, shard, {
        jobId: id,
        attempts: ATTEMPTS,
        removeOnComplete: { age: FORGOTTEN },
      })
      try {
        await results.wait(id)
      } catch (error) {
        throw new UserError('shard-failed', `A worker could not do its part: ${(error as Error).message}`)
      }
      return complete(shard, store)
    },
    async close() {
      isClosed = true
      // A Redis that is away keeps what waits there.
      if (redis.status === 'ready') {
        for (const id of results.waiting()) await queue.remove(id).catch(() => 0)
        await events.close()
        await queue.close()
      }
      results.end('the work was broken off')
      for (const connection of [redis, ...connections]) connection.disconnect()
    },
  }
  return coordinator
}

async function complete(shard: Shard, store: ValueStore): Promise<ReadonlyMap<string, unknown>> {
  const values = await store.get(keysOf(shard))
  if (values.size === new Set(keysOf(shard)).size) return values
  throw new UserError('shard-failed', 'A worker finished, and its values are not in Redis; run it again.')
}

async function noteWorkers(
  queue: Queue,
  environment: Environment,
  note: (text: string) => void,
): Promise<void> {
  const workers = await queue.getWorkersCount()
  const kind = kindOf(environment)
  note(
    workers > 0
      ? `${plural(workers, 'worker')} at work (${kind}).`
      : `No worker of this kind is connected (${kind}). Start "nucleus worker" with this REDIS_URL, ` +
          'here or on machines like this one; the work waits for it.',
  )
}
