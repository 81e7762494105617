import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** Hashes by path, size and time: a file is read once. */
const known = new Map<string, Promise<string>>()

/**
 * SHA-256 of a file in hexadecimal; undefined where there is no file. It is read again only after it has
 * changed.
 */
export function hashOf(path: string): Promise<string> | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return undefined
  const key = `${path}:${found.size}:${found.mtimeMs}`
  const hash = known.get(key) ?? readHash(path)
  known.set(key, hash)
  return hash
}

/** SHA-256 of a file in hexadecimal, read now. */
export async function readHash(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 18 }), hash, { signal })
  return hash.digest('hex')
}
