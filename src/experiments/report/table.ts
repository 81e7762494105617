import type { Table } from '../harness/definition.ts'

/** A Markdown table; numbers with four significant digits, null as a dash. */
export function tableOf({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(escapeCell)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(row.map(show))),
  ].join('\n')
}

function show(value: string | number | null): string {
  if (value === null) return '-'
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : escapeCell(value)
}

const escapeCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
