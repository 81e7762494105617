import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { writeReport } from '../src/experiments/folder.ts'
import { shippedResults } from '../src/experiments/shipped.ts'
import { fillTables } from './tables.ts'

/** Writes the README's generated tables and RESULTS.md anew. */
const readme = new URL('../README.md', import.meta.url)
writeFileSync(readme, fillTables(readFileSync(readme, 'utf8')))
if (existsSync(shippedResults)) writeReport(shippedResults)
