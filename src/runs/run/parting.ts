/** Index of the first token in which two texts differ; where one is the other's beginning, its length. */
export function partingOf(one: readonly number[], other: readonly number[]): number | undefined {
  const length = Math.max(one.length, other.length)
  for (let index = 0; index < length; index++) if (one[index] !== other[index]) return index
  return undefined
}
