/** A line of CSV without its end: a cell is quoted where it must be (RFC 4180), and empty without a value. */
export const csvLine = (cells: readonly unknown[]): string => cells.map(csvCell).join(',')

function csvCell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
