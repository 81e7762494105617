import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/**
 * Licences that what we install to run may have: all let it be used, changed and passed on without conditions
 * on our code.
 */
const ALLOWED = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Unlicense',
  'OFL-1.1',
  'CC0-1.0',
]

interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
}

/** Packages that run, or are served, by their licence; those for development are left out. */
export function licences(): Map<string, string[]> {
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>
  }
  const byLicence = new Map<string, string[]>()
  for (const [path, { version, license = 'none', dev }] of Object.entries(lock.packages)) {
    if (path === '' || dev) continue
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    byLicence.set(license, [...(byLicence.get(license) ?? []), `${name} ${version}`])
  }
  return byLicence
}

/**
 * Licences of which nobody has decided that they may be there; one of several that a package offers is
 * enough.
 */
export const undecided = (): string[] =>
  [...licences().keys()].filter((licence) => !licence.split(/[() ]+/).some((one) => ALLOWED.includes(one)))

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [licence, packages] of [...licences()].sort())
    console.log(`${licence} (${packages.length})\n  ${packages.join(', ')}`)
}
