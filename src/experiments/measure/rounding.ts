/** Significant digits kept in results: more than any figure's own uncertainty, few enough to read. */
const DIGITS = 5

/** A copy of plain data with every number rounded to five significant digits. */
export function roundNumbers<Data>(data: Data): Data {
  return JSON.parse(
    JSON.stringify(data, (_, value) =>
      typeof value === 'number' && !Number.isInteger(value) ? fiveDigits(value) : value,
    ),
  ) as Data
}

/** To 5 significant digits. */
export const fiveDigits = (value: number): number => Number(value.toPrecision(DIGITS))

/** To 5 decimals, as journals keep logs and entropies. */
export const fiveDecimals = (value: number): number => Math.round(value * 1e5) / 1e5
