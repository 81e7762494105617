/** JSON with the numbers it lacks written as the strings "-Infinity", "Infinity" and "NaN". */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_, one) => (typeof one === 'number' && !Number.isFinite(one) ? String(one) : one),
    indent,
  )
}
