import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

/** Failures only: what tests and other programs that make the application see. */
export const silentLog: Logger = createLog('error')

/** Writes to standard error: JSON, a line an event, and on a terminal short lines for people. */
export function createLog(level: string): Logger {
  const stream = process.stderr.isTTY
    ? pretty({
        destination: 2,
        ignore: 'pid,hostname,method,route',
        translateTime: 'SYS:HH:MM:ss',
        sync: true,
      })
    : pino.destination({ dest: 2, sync: true })
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream)
}
