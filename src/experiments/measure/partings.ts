import { partingOf } from '../../runs/run/parting.ts'
import { bootstrapInterval, type Part } from '../../runs/trials/bootstrap.ts'
import type { RandomStream } from '../../sampling/random.ts'
import type { Estimate } from './measures.ts'
import type { Format, HashedText, JudgedText } from './numerics.ts'

/** One format in a batch of 1 and of 8. */
export interface Batched {
  readonly format: Format
  readonly texts: number
  readonly parted: number
  /** Share of the tokens, up to where texts part, whose logits have the same bits. */
  readonly same: number
}

/** Texts of a format beside the float32 ones, both in a batch of 1. */
export interface Compared {
  readonly format: Format
  readonly chain: string
  readonly texts: number
  readonly parted: number
  /** Partings in 1,000 tokens that were still the same. */
  readonly rate: Estimate
  /**
   * Nats between the two tokens where texts part, by the float32 logits; the tokens in between are left out.
   */
  readonly median: number | null
  readonly largest: number | null
}

/** How one format's texts fare in a batch of 8. */
export function batched(
  format: Format,
  alone: readonly HashedText[],
  together: readonly HashedText[],
): Batched {
  let [tokens, same, parted] = [0, 0, 0]
  for (const [index, one] of alone.entries()) {
    const other = together[index]!
    const at = partingOf(one.tokens, other.tokens)
    if (at !== undefined) parted++
    const length = at === undefined ? one.tokens.length : at + 1
    for (let step = 0; step < length; step++) {
      tokens++
      if (one.hashes[step] === other.hashes[step]) same++
    }
  }
  return { format, texts: alone.length, parted, same: same / tokens }
}

/**
 * A format's texts beside the float32 ones.
 * @param chosen which of the jobs
 * @param other which of the formats that were judged
 */
export function compare(
  chosen: readonly number[],
  reference: readonly HashedText[],
  texts: readonly HashedText[],
  judged: readonly JudgedText[],
  other: number,
  chance: RandomStream,
): Omit<Compared, 'format' | 'chain'> {
  const parts: Part[] = chosen.map((job) => {
    const at = partingOf(reference[job]!.tokens, texts[job]!.tokens)
    return at === undefined ? { sum: 0, count: reference[job]!.tokens.length } : { sum: 1, count: at + 1 }
  })
  const [parted, tokens] = parts.reduce(([s, c], { sum, count }) => [s + sum, c + count], [0, 0])
  const partings = chosen.flatMap((job) => judged[job]!.parting[other] ?? [])
  const perThousand = (mean: number) => 1000 * mean
  return {
    texts: chosen.length,
    parted,
    rate: { value: perThousand(parted / tokens), ...bootstrapInterval(parts, chance, perThousand) },
    median: median(partings),
    largest: partings.length === 0 ? null : Math.max(...partings),
  }
}

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
