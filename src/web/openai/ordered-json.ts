/**
 * JSON in which a `Map` is an object with its keys in their order: an object of JavaScript puts keys that are
 * digits first, and candidates are listed by rank. A number that JSON lacks is null.
 */
export function toOrderedJson(value: unknown): string {
  if (value instanceof Map) return inBraces([...value])
  if (Array.isArray(value)) return `[${value.map((one) => toOrderedJson(one ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return inBraces(Object.entries(value))
}

const inBraces = (entries: readonly (readonly [string, unknown])[]): string =>
  `{${entries
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${JSON.stringify(key)}:${toOrderedJson(value)}`)
    .join(',')}}`
