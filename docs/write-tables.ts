import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { writeReport } from '../src/experiments/harness/folder.ts'
import { readResults, resultOf, writeResult } from '../src/experiments/harness/result.ts'
import { shippedResults } from '../src/experiments/harness/shipped.ts'
import { fillTables } from './tables.ts'

/** Writes the README's generated tables anew, and what follows from the stored data: verdicts, tables, figures, RESULTS.md. */
const readme = new URL('../README.md', import.meta.url)
writeFileSync(readme, fillTables(readFileSync(readme, 'utf8')))
if (existsSync(shippedResults)) {
  for (const { experiment, result } of readResults(shippedResults))
    writeResult(shippedResults, experiment, resultOf(experiment, result.data, result.provenance))
  writeReport(shippedResults)
}
