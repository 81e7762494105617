import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder with those above it, one after another: Node's `recursive` tries for ever where the system
 * answers that a folder is not there when it is to be made, as below /proc.
 * @throws Error of the system; EEXIST where it is a file
 */
export function makeFolder(path: string): void {
  const missing: string[] = []
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at)
  for (const one of missing) makeOne(one)
  if (missing.length === 0 && !statSync(path).isDirectory()) mkdirSync(path)
}

/** Another process may make it meanwhile. */
function makeOne(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
