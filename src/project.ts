import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of the project: `models.json`, `models`, `views` and `public` lie there. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

/** The version in `package.json`. */
export function programVersion(root = projectRoot): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
}
