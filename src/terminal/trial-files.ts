import { statSync, writeFileSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileWriter } from 'hyparquet-writer'
import { UserError } from '../errors.ts'
import { toJson } from '../runs/json.ts'
import type { Methods } from '../runs/methods/methods.ts'
import { openTables, type StepColumns, withoutDetails } from '../runs/trials/parquet.ts'
import type { TrialTable } from '../runs/trials/table.ts'
import { tableCsv } from '../runs/trials/table-text.ts'
import type { Trial } from '../runs/trials/trial.ts'

/** The folder that some trials are written to, as they come. */
export interface TrialFiles {
  add(trial: Trial): Promise<void>
  finish(table: TrialTable, methods: Methods): Promise<void>
}

/**
 * Before anything is computed.
 * @throws UserError `output-denied` where the folder holds what an earlier run gave
 */
export function refuseEarlierResults(folder: string): void {
  const earlier = statSync(join(folder, 'results.jsonl'), { throwIfNoEntry: false })
  if (!earlier?.isFile() || earlier.size === 0) return
  throw new UserError(
    'output-denied',
    `Expected a folder without earlier results after --out, got "${folder}", which holds results.jsonl; ` +
      'name another folder, or delete that file.',
  )
}

/**
 * Begins the files of a folder that is there: `results.jsonl`, `texts.parquet` and `steps.parquet` grow with
 * each trial; `table.csv`, `table.json`, `methods.md` and `references.bib` are written at the end. Files of
 * those names are replaced.
 */
export function openTrialFiles(
  folder: string,
  columns: StepColumns,
  about: Readonly<Record<string, string>>,
): TrialFiles {
  const path = (name: string) => join(folder, name)
  const tables = openTables(
    { texts: fileWriter(path('texts.parquet')), steps: fileWriter(path('steps.parquet')) },
    columns,
    about,
  )
  writeFileSync(path('results.jsonl'), '')
  return {
    async add(trial) {
      await appendFile(path('results.jsonl'), `${toJson(withoutDetails(trial.result))}\n`)
      await tables.add(trial)
    },
    async finish(table, { paragraph, bibtex }) {
      await tables.finish()
      writeFileSync(path('table.csv'), tableCsv(table))
      writeFileSync(path('table.json'), `${toJson(table, 1)}\n`)
      writeFileSync(path('methods.md'), `${paragraph}\n`)
      writeFileSync(path('references.bib'), bibtex)
    },
  }
}
