import { readConfiguration } from '../configuration.ts'
import { UserError } from '../errors.ts'
import { type Command, numberOf } from './command.ts'
import { deviceOption, takeDevice } from './device-option.ts'

/** Seconds of silence after which a worker counts as gone. */
const DEFAULT_LEASE = 30
const LONGEST_LEASE = 3600

export const workerCommand: Command = {
  name: 'worker',
  summary: 'Do parts of reproduce and run --prompts that other machines put into the Redis of REDIS_URL.',
  options: {
    ...deviceOption,
    lease: {
      type: 'string',
      value: 'SECONDS',
      help:
        `after so long without a sign of life a worker's part is given to another; default ` +
        `${DEFAULT_LEASE}`,
    },
  },
  async run({ options }, terminal) {
    takeDevice(options)
    const { redis } = readConfiguration()
    if (redis === undefined) {
      throw new UserError(
        'bad-arguments',
        'Expected REDIS_URL to name the Redis that work comes from, for example ' +
          'redis://127.0.0.1:6379, and it is not set.',
      )
    }
    const lease = options.lease === undefined ? DEFAULT_LEASE : numberOf(options.lease)
    if (typeof lease !== 'number' || lease < 1 || lease > LONGEST_LEASE) {
      throw new UserError(
        'bad-arguments',
        `--lease must be 1 to ${LONGEST_LEASE} seconds, got ${String(options.lease)}.`,
      )
    }
    const library = await terminal.openLibrary()
    try {
      const { work } = await import('../workers/worker.ts')
      await work({ url: redis, library, lease, note: terminal.note, signal: terminal.signal })
    } finally {
      await library.release()
    }
  },
}
