import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import type { Provenance } from '../../src/experiments/harness/result.ts'
import { measureResults } from './measure-results.ts'

export interface MeasuredResults {
  /** What `nucleus reproduce` writes, its journal included. All test files share it, and none changes it. */
  readonly folder: string
  readonly provenance: Provenance
}

/** How a measurement ended, as another worker reads it. */
type End = { readonly provenance: Provenance } | { readonly fault: string }

/**
 * Every experiment on the built-in model, at the smallest setting they work with: measured for the first test
 * file that asks, in whichever worker, while the others wait for it.
 */
export async function measuredResults(): Promise<MeasuredResults> {
  const folder = join(inject('runFolder'), 'results')
  const endFile = `${folder}.json`
  const isFirst = mkdirSync(folder, { recursive: true }) !== undefined
  if (isFirst) writeFileSync(endFile, JSON.stringify(await endOf(folder)))
  while (!existsSync(endFile)) await sleep(50)
  const end = JSON.parse(readFileSync(endFile, 'utf8')) as End
  if ('fault' in end) throw new Error(`The results could not be measured: ${end.fault}`)
  return { folder, provenance: end.provenance }
}

const endOf = (folder: string): Promise<End> =>
  measureResults(folder).then(
    (provenance) => ({ provenance }),
    (error) => ({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
