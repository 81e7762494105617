import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeReport } from '../src/experiments/harness/folder.ts'
import { readResults, resultOf, writeResult } from '../src/experiments/harness/result.ts'
import { shippedResults } from '../src/experiments/harness/shipped.ts'
import { environmentExample, fillTables } from './tables.ts'

/**
 * Writes the generated tables of the documents anew, and what follows from stored data: verdicts, tables,
 * RESULTS.md.
 */
for (const name of ['../README.md', 'using-models.md', 'own-step.md', 'http.md']) {
  const document = new URL(name, import.meta.url)
  writeFileSync(document, fillTables(readFileSync(document, 'utf8')))
}
writeFileSync(new URL('../.env.example', import.meta.url), environmentExample())
if (existsSync(shippedResults)) {
  const below = readdirSync(shippedResults, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const folder of [shippedResults, ...below.map(({ name }) => join(shippedResults, name))])
    for (const { experiment, result } of readResults(folder))
      writeResult(folder, experiment, resultOf(experiment, result.data, result.provenance, result.isShipped))
  writeReport(shippedResults)
}
