import type { Table } from '../harness/definition.ts'

/** RFC 4180, with \n: quotes only where needed. */
export function csvOf({ columns, rows }: Table): string {
  return `${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
