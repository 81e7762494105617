import type { Recurrence } from '../../../metrics/recurrence.ts'
import type { Growth, ShownStep } from '../run/run.ts'

/**
 * A text cut where something begins: a branch, a flag, a copy of a loop; and often enough that little is
 * drawn anew.
 */

/** Tokens of a text that are drawn together, from and to as in `slice`. */
export interface Segment {
  readonly from: number
  readonly to: number
  /** The branch that begins here. */
  readonly growth?: Growth | undefined
  /** Lanes that part here. */
  readonly flag?: readonly string[] | undefined
  /** Which of its two underlines a copy of a loop has. */
  readonly loop?: 'even' | 'odd' | undefined
}

/** Longest segment of plain text: what a new token has drawn anew. */
const LENGTH = 32

interface Marks {
  readonly growths: ReadonlyMap<number, Growth>
  readonly flags: ReadonlyMap<number, readonly string[]>
  readonly loop: Recurrence | undefined
}

/** A branch that waits for its first token has an empty segment at the end. */
export function segmentsOf(steps: readonly ShownStep[], { growths, flags, loop }: Marks): Segment[] {
  const copies = new Map<number, number>()
  loop?.starts.forEach((start, copy) => {
    for (let at = start; at < start + loop.length; at++) copies.set(at, copy)
  })
  const copyOf = (at: number) => copies.get(at)
  const segments: Segment[] = []
  let from = 0
  for (let at = 1; at <= steps.length; at++) {
    const copy = copyOf(at - 1)
    const isEnd =
      at === steps.length ||
      growths.has(at) ||
      flags.has(at) ||
      copyOf(at) !== copy ||
      (copy === undefined && at % LENGTH === 0)
    if (!isEnd) continue
    const underline = copy === undefined ? undefined : copy % 2 === 1 ? 'odd' : 'even'
    segments.push({ from, to: at, growth: growths.get(from), flag: flags.get(from), loop: underline })
    from = at
  }
  const growth = growths.get(steps.length)
  return growth ? [...segments, { from, to: from, growth }] : segments
}

/** Segments by the branch they belong to: first those before any. */
export function byGrowth(
  segments: readonly Segment[],
): { growth?: Growth | undefined; segments: Segment[] }[] {
  const groups: { growth?: Growth | undefined; segments: Segment[] }[] = [{ segments: [] }]
  for (const segment of segments) {
    if (segment.growth) groups.push({ growth: segment.growth, segments: [] })
    groups.at(-1)!.segments.push(segment)
  }
  return groups
}
