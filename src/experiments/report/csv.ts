import { csvLine } from '../../csv.ts'
import type { Table } from '../harness/definition.ts'

/** A table's head and its rows, lines ending with \n. */
export const csvOf = ({ columns, rows }: Table): string => `${[columns, ...rows].map(csvLine).join('\n')}\n`
