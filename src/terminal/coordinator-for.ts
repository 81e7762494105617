import { readConfiguration } from '../configuration.ts'
import type { ModelLibrary } from '../models/library.ts'
import type { Coordinator } from '../workers/coordinator.ts'
import type { Terminal } from './command.ts'

/**
 * Who spreads work over workers, where `REDIS_URL` names a Redis; undefined where all is done here.
 * @throws UserError `redis-unreachable`
 */
export async function coordinatorFor(
  library: ModelLibrary,
  { note }: Terminal,
): Promise<Coordinator | undefined> {
  const { redis } = readConfiguration()
  if (redis === undefined) return undefined
  const { openCoordinator } = await import('../workers/coordinator.ts')
  return openCoordinator(redis, await library.environment([]), note)
}
