import seedrandom from 'seedrandom'

const SHAPES = {
  /** A head of a few tokens over a Zipf-like tail. */
  peaked: (rank: number, noise: number) => -1.6 * Math.log(rank + 1) + noise / 2,
  /** Nearly uniform: no logit is far from the rest. */
  flat: (_: number, noise: number) => noise / 2,
  /** Thirty good tokens, then a gap of four nats, then everything else. */
  'two-humped': (rank: number, noise: number) => (rank < 30 ? noise / 2 : -9 + noise),
} as const

export type Shape = keyof typeof SHAPES

export const shapes = Object.keys(SHAPES) as Shape[]

/** A row of logits of a kind, the same for the same arguments; token ids are shuffled. */
export function logitsOf(shape: Shape, vocabularySize: number, seed = 'logits'): Float64Array {
  const random = seedrandom(`${seed}/${shape}/${vocabularySize}`)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const logits = Float64Array.from({ length: vocabularySize }, (_, rank) => SHAPES[shape](rank, normal()))
  for (let last = vocabularySize - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = logits[last]!
    logits[last] = logits[other]!
    logits[other] = kept
  }
  return logits
}
