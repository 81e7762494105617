import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'

/** Computes a value once: a restart finds it in the journal. The value must survive JSON. */
export type ComputeOnce = <Value>(key: string, compute: () => Promise<Value>) => Promise<Value>

/** Finished work, a line a job; survives being killed at any moment. */
export interface Journal {
  /** The value of a job, or undefined where it is still to be done. */
  get(key: string): unknown
  append(key: string, value: unknown): void
  close(): void
}

/** A journal in a file. */
export interface JournalFile extends Journal {
  /** How many jobs are done. */
  count(): number
}

/**
 * Opens a journal, creating it where there is none. A last line that was cut short is dropped, so that its
 * job is done again; a line is appended in one write.
 * @throws Error if a line in the middle cannot be read
 */
export function openJournal(path: string): JournalFile {
  const jobs = new Map<string, unknown>()
  if (existsSync(path)) {
    const bytes = readFileSync(path)
    const whole = bytes.lastIndexOf(0x0a) + 1
    if (whole < bytes.length) truncateSync(path, whole)
    for (const line of bytes.toString('utf8', 0, whole).split('\n').filter(Boolean)) {
      const [key, value] = JSON.parse(line) as [string, unknown]
      jobs.set(key, value)
    }
  }
  const file = openSync(path, 'a')
  return {
    get: (key) => jobs.get(key),
    append(key, value) {
      writeSync(file, `${JSON.stringify([key, value])}\n`)
      jobs.set(key, value)
    },
    count: () => jobs.size,
    close: () => closeSync(file),
  }
}
