import { groupBy } from '../../../group-by.ts'
import type { StepRecord } from '../../../runs/run/events.ts'

/**
 * Where lanes part: the first token in which two texts that were the same differ. Lanes of
 * different models have different tokens, so they are not compared.
 */
export interface LaneText {
  readonly letter: string
  readonly steps: readonly StepRecord[]
  readonly model?: string | undefined
}

/** The first index at which two texts differ; undefined while one is the beginning of the other. */
function partingOf(one: LaneText, other: LaneText): number | undefined {
  if (one.model !== other.model) return undefined
  const length = Math.min(one.steps.length, other.steps.length)
  for (let index = 0; index < length; index++) {
    if (one.steps[index]?.token !== other.steps[index]?.token) return index
  }
  return undefined
}

/** For each text, which others part from it before which of its tokens: letters by index. */
export function partings(texts: readonly LaneText[]): Map<number, string[]>[] {
  return texts.map((one) => {
    const flags = new Map<number, string[]>()
    for (const other of texts) {
      const at = one === other ? undefined : partingOf(one, other)
      if (at !== undefined) flags.set(at, [...(flags.get(at) ?? []), other.letter])
    }
    return flags
  })
}

/** More letters than this are counted, not listed. */
const MOST_LETTERS = 5

/** The same once for all lanes, ascending: "A differs", "B and C differ". */
export function partingLabels(texts: readonly LaneText[]): { step: number; label: string }[] {
  const longest = Math.max(0, ...texts.map(({ steps }) => steps.length))
  const labels: { step: number; label: string }[] = []
  const models = [...new Set(texts.map(({ model }) => model))]
  let groups = models.map((model) => texts.filter((one) => one.model === model))
  for (let step = 0; step < longest && groups.length > 0; step++) {
    const next = []
    for (const group of groups) {
      const parts = splitAt(group, step)
      if (parts.length > 1) labels.push({ step, label: labelOf(parts) })
      next.push(...parts.filter((part) => part.length > 1))
    }
    groups = next
  }
  return labels
}

const splitAt = (group: readonly LaneText[], step: number): LaneText[][] => [
  ...groupBy(group, ({ steps }) => steps[step]?.token).values(),
]

function labelOf(parts: readonly (readonly LaneText[])[]): string {
  const larger = parts.filter(({ length }) => length > 1)
  const leaving = larger.length === 1 ? parts.filter((part) => part !== larger[0]) : parts
  const letters = leaving.flatMap((part) => part.map(({ letter }) => letter))
  if (letters.length === 1) return `${letters[0]} differs`
  if (letters.length > MOST_LETTERS) return `${letters.length} lanes differ`
  return `${letters.slice(0, -1).join(', ')} and ${letters.at(-1)} differ`
}
