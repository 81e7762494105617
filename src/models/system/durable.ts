import { lstat, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../../errors.ts'

/** Makes a folder's entries survive a power cut, where the system can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

/**
 * Flushes every file of a folder and moves it into place in one step; what was there goes to `waste` first.
 */
export async function publish(folder: string, target: string, waste: string): Promise<void> {
  for (const path of await filesIn(folder)) {
    const handle = await open(join(folder, path), 'r+')
    await handle.sync()
    await handle.close()
  }
  await mkdir(dirname(target), { recursive: true })
  await discard(target, waste)
  await rename(folder, target)
  await syncFolder(dirname(target))
}

/** Takes a folder out of sight in one step, then deletes it, and what deletions cut short have left. */
export async function discard(folder: string, waste: string): Promise<void> {
  const away = join(waste, `${process.pid}-${process.hrtime.bigint()}`)
  // Another process may be clearing `waste` away between the two steps.
  for (let tries = 0; tries < 5 && (await exists(folder)); tries++) {
    await mkdir(waste, { recursive: true })
    await rename(folder, away).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
  await rm(away, { recursive: true, force: true })
  for (const name of await readdir(waste).catch(() => [])) {
    if (!isAlive(Number.parseInt(name, 10))) await rm(join(waste, name), { recursive: true, force: true })
  }
  await rmdir(waste).catch(() => undefined)
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** Whether a process lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // One of another user may not be signalled.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Writes a small file so that it is whole or absent. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`
  const handle = await open(temporary, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
}

/** Every file below a folder, by path relative to it. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

/** Bytes of a file, or undefined where there is none. */
export const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  )

/** JSON in a file, or undefined where it is missing or no JSON. */
export const readJson = (path: string): Promise<unknown> =>
  readFile(path, 'utf8')
    .then((text): unknown => JSON.parse(text))
    .catch(() => undefined)

/** A full disk in one sentence; other errors pass. */
export function explainDisk(error: unknown, title: string, cache: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new UserError(
      'disk-full',
      `The disk that holds ${cache} is full, so ${title} could not be kept and nothing of it was; ` +
        'free some space and try again.',
    )
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new UserError(
      'disk-denied',
      `${cache} may not be written to, so ${title} could not be kept; set NUCLEUS_CACHE to a folder ` +
        'of yours.',
    )
  }
  return error
}
