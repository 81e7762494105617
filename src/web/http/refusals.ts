/** What is refused before the application sees it, counted by why. */
export interface Refusals {
  note(code: string): void
  counts(): ReadonlyMap<string, number>
}

export function createRefusals(): Refusals {
  const counts = new Map<string, number>()
  return {
    note: (code) => void counts.set(code, (counts.get(code) ?? 0) + 1),
    counts: () => counts,
  }
}
