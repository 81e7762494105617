import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { HUMAN_FILE, type HumanFigures } from '../measure/human-figures.ts'
import { fold } from '../report/fold.ts'
import { renderReport } from '../report/markdown.ts'
import { runtimeVersions } from './provenance.ts'
import type { Outcome } from './reproduce.ts'
import { type Provenance, readResults, writeResult } from './result.ts'
import { reportPlace, shippedResults } from './shipped.ts'

const MANIFEST = 'manifest.json'

/** What a run in a folder was: written when it begins, and read when it goes on. */
interface Manifest extends Provenance {
  readonly versions: Readonly<Record<string, string>>
}

/** Texts of a run that were finished, so that it goes on after a stop. */
export const journalIn = (folder: string): string => join(folder, 'journal.jsonl')

/** When the run in this folder began, where it is the same run that goes on. */
export function begunAt(folder: string, run: Omit<Provenance, 'date'>): string {
  const before = manifestIn(folder)
  const goesOn = before?.hash === run.hash && before.setting === run.setting && isSameCode(before, run)
  return goesOn ? before.date : new Date().toISOString()
}

/**
 * Removes the texts that other code, or the same on another processor, left in a folder: a result names who
 * computed it, so it holds nobody else's. To be called before this run's manifest is written.
 * @returns a sentence about them, where there were any
 */
export function removeOthersTexts(folder: string, run: Provenance): string | undefined {
  const [before, journal] = [manifestIn(folder), journalIn(folder)]
  if (!before || !existsSync(journal) || isSameCode(before, run)) return undefined
  rmSync(journal)
  const { version, processor = 'a processor that was not noted' } = before
  return `The texts kept in ${folder} were made by ${version} on ${processor}; they are made anew.`
}

const isSameCode = (one: Omit<Provenance, 'date'>, other: Omit<Provenance, 'date'>): boolean =>
  one.version === other.version && one.processor === other.processor

function manifestIn(folder: string): Manifest | undefined {
  const path = join(folder, MANIFEST)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : undefined
}

export function writeManifest(folder: string, provenance: Provenance): void {
  const manifest: Manifest = { ...provenance, versions: runtimeVersions() }
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`)
}

/**
 * Writes each result's JSON, CSV and SVG, the human figures, and the report over everything the folder holds.
 */
export function writeFolder(folder: string, { results, human }: Outcome): void {
  for (const { experiment, result } of results) writeResult(folder, experiment, result)
  if (human) writeHuman(join(folder, HUMAN_FILE), human)
  writeReport(folder)
  if (dirname(folder) === shippedResults) writeReport(shippedResults)
}

/**
 * What a run did not ask for stays as an earlier one measured it by the same model; it names its own text.
 */
function writeHuman(path: string, human: HumanFigures): void {
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as HumanFigures) : undefined
  const kept = before?.provenance.hash === human.provenance.hash && before.equalWidth
  const figures = { ...human, ...(kept && !human.equalWidth && { equalWidth: kept }) }
  writeFileSync(path, `${JSON.stringify(figures, null, 1)}\n`)
}

/** Writes the report of a folder anew from its files. */
export const writeReport = (folder: string): void => writeFileSync(reportPlace(folder).path, reportOf(folder))

/**
 * The report of a folder: it follows from the files alone. Folders below it hold the results of other models.
 */
export function reportOf(folder: string): string {
  const path = join(folder, HUMAN_FILE)
  const human = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as HumanFigures) : undefined
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const report = renderReport({
    results: readResults(folder),
    human,
    figures: reportPlace(folder).figures,
    others: below.map(({ name }) => readResults(join(folder, name))).filter(({ length }) => length > 0),
  })
  return fold(report)
}
