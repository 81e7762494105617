import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { UserError } from '../../errors.ts'
import { isAlive } from './durable.ts'

/**
 * A holder that lives touches its lock this often, in milliseconds; after so many silent beats it is
 * nobody's.
 */
const BEAT = 5000
const SILENT_BEATS = 12

/**
 * Keeps two processes from writing one folder, by a file beside it.
 * @returns how to let go
 * @throws UserError `model-busy` naming the other process
 */
export function lockFolder(folder: string, title: string): () => void {
  const path = `${folder}.lock`
  if (!claim(path)) {
    const holder = holderOf(path)
    if (holder === undefined) rmSync(path, { force: true })
    if (holder !== undefined || !claim(path)) throw busy(title, holder)
  }
  const beat = setInterval(() => touch(path), BEAT)
  beat.unref()
  return () => {
    clearInterval(beat)
    rmSync(path, { force: true })
  }
}

/** The other process that writes a folder. */
export function otherHolder(folder: string): number | undefined {
  const holder = holderOf(`${folder}.lock`)
  return holder === process.pid ? undefined : holder
}

/** @throws UserError `model-busy` where another process writes a folder */
export function checkFree(folder: string, title: string): void {
  const holder = otherHolder(folder)
  if (holder !== undefined) throw busy(title, holder)
}

const busy = (title: string, holder: number | undefined): UserError =>
  new UserError(
    'model-busy',
    `${title} is being fetched by another process${holder === undefined ? '' : ` (${holder})`}; wait for ` +
      'it or end it.',
  )

function claim(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // Its folder is gone.
  }
}

/** The living process that holds a lock. */
function holderOf(path: string): number | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found || Date.now() - found.mtimeMs > SILENT_BEATS * BEAT) return undefined
    const pid = Number(readFileSync(path, 'utf8'))
    return isAlive(pid) ? pid : undefined
  } catch {
    return undefined
  }
}
