import { Redis } from 'ioredis'
import { messageOf, UserError } from '../errors.ts'

/** Finished values are kept so long, in seconds: a coordinator that was stopped finds them again. */
const KEPT = 7 * 24 * 3600

/**
 * A connection as BullMQ wants it: commands wait for a server that is away for a while. Whoever opens it ends
 * it.
 */
export function connect(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null })
  // A server that is away is tried again; what waits for it prints that.
  redis.on('error', () => {})
  return redis
}

/**
 * The same, after its first answer.
 * @throws UserError `redis-unreachable`; the signal's reason when aborted
 */
export async function connectFirst(url: string, signal?: AbortSignal): Promise<Redis> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: () => null })
  redis.on('error', () => {})
  const giveUp = () => redis.disconnect()
  signal?.addEventListener('abort', giveUp, { once: true })
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    signal?.throwIfAborted()
    const reason = messageOf(error)
    throw new UserError(
      'redis-unreachable',
      `REDIS_URL names ${placeOf(url)}, and no Redis answers there (${reason}); start one, or leave ` +
        'REDIS_URL out to compute here.',
    )
  } finally {
    signal?.removeEventListener('abort', giveUp)
    redis.disconnect()
  }
  return connect(url)
}

/**
 * Notes once what is wrong with Redis, however often it is tried, and when it is there again.
 * @param users of BullMQ, which print an error that nobody listens for
 */
export function noteChanges(
  users: readonly { on(event: 'error', hear: (error: Error) => void): unknown }[],
  connection: Redis,
  note: (text: string) => void,
): void {
  const noted = new Set<string>()
  for (const user of users) {
    user.on('error', (error) => {
      // A connection that is lost is refused next: one fault, of the network.
      const fault = 'syscall' in error ? 'network' : error.message
      if (!noted.has(fault)) note(`Redis: ${error.message}; trying again until it answers.`)
      noted.add(fault)
    })
  }
  connection.on('ready', () => {
    if (noted.size > 0) note('Redis: connected again.')
    noted.clear()
  })
}

/** Host and port; a password stays out of messages. */
function placeOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return 'no address'
  }
}

/** Values of finished work, by key. */
export interface ValueStore {
  /** Those that are there. */
  get(keys: readonly string[]): Promise<Map<string, unknown>>
  put(key: string, value: unknown): Promise<void>
}

export const valueStore = (redis: Redis): ValueStore => {
  const place = (key: string) => `nucleus:value:${key}`
  return {
    async get(keys) {
      if (keys.length === 0) return new Map()
      const values = await redis.mget(keys.map(place))
      return new Map(
        keys.flatMap((key, index) => {
          const value = values[index]
          return value === null || value === undefined ? [] : [[key, JSON.parse(value) as unknown]]
        }),
      )
    },
    async put(key, value) {
      await redis.set(place(key), JSON.stringify(value), 'EX', KEPT)
    },
  }
}
