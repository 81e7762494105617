import { readFileSync, writeFileSync } from 'node:fs'
import { fillTables } from './tables.ts'

/** Writes the README's generated tables anew. */
const readme = new URL('../README.md', import.meta.url)
writeFileSync(readme, fillTables(readFileSync(readme, 'utf8')))
