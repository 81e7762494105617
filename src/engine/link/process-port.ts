import type { ChildProcess } from 'node:child_process'
import type { Port } from './port.ts'

/** The channel between a process and one it started with `fork`, from either end. */
export const processPort = (end: ChildProcess | NodeJS.Process): Port => ({
  post(message) {
    // A process that has just died is reported by its exit, not here.
    if (end.connected) end.send?.(message as object, undefined, undefined, () => undefined)
  },
  onMessage: (listener) => void (end as NodeJS.EventEmitter).on('message', listener),
})
