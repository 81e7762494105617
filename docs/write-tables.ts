import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { writeReport } from '../src/experiments/folder.ts'
import { readResults, writeResult } from '../src/experiments/result.ts'
import { shippedResults } from '../src/experiments/shipped.ts'
import { fillTables } from './tables.ts'

/** Writes the README's generated tables anew, and what follows from the stored results: tables, figures, RESULTS.md. */
const readme = new URL('../README.md', import.meta.url)
writeFileSync(readme, fillTables(readFileSync(readme, 'utf8')))
if (existsSync(shippedResults)) {
  for (const { experiment, result } of readResults(shippedResults))
    writeResult(shippedResults, experiment, result)
  writeReport(shippedResults)
}
