/** What chance allows: pure mathematics behind the lab's draws. */

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** ln Γ(x) for x > 0 (Lanczos, g = 7). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const z = x - 1
  const sum = LANCZOS.reduce((total, c, index) => total + c / (z + index + 1), 0.99999999999980993)
  const t = z + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

/**
 * The central band that holds at least 95 of 100 runs of a count: its 2.5% and 97.5% quantiles.
 * @param trials number of draws
 * @param p probability of the counted outcome, 0 to 1
 */
export function binomialBand(trials: number, p: number): readonly [low: number, high: number] {
  if (p <= 0) return [0, 0]
  if (p >= 1) return [trials, trials]
  const logMass = (k: number) =>
    logGamma(trials + 1) -
    logGamma(k + 1) -
    logGamma(trials - k + 1) +
    k * Math.log(p) +
    (trials - k) * Math.log1p(-p)
  // Beyond ten standard deviations (and ten counts, for the rare) lies less than 1e-9.
  const reach = 10 * Math.sqrt(trials * p * (1 - p)) + 10
  const from = Math.max(0, Math.floor(trials * p - reach))
  const to = Math.min(trials, Math.ceil(trials * p + reach))
  let below = 0
  let low = -1
  for (let k = from; k <= to; k++) {
    below += Math.exp(logMass(k))
    if (low < 0 && below >= 0.025) low = k
    if (below >= 0.975) return [low, k]
  }
  return [Math.max(low, 0), to]
}

/** The chance that chi-square with so many degrees of freedom is at least `statistic`. */
export function chiSquareTail(statistic: number, degrees: number): number {
  const a = degrees / 2
  const x = statistic / 2
  if (x <= 0) return 1
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x)
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < 1000 && term > sum * 1e-16; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** Continued fraction of the upper incomplete gamma function (modified Lentz). */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let value = d
  for (let n = 1; n < 1000; n++) {
    const factor = -n * (n - a)
    b += 2
    d = 1 / (factor * d + b)
    c = b + factor / c
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return value
}

/** An outcome's count against what was expected. */
export interface Cell {
  readonly expected: number
  readonly count: number
}

export interface ChiSquare {
  readonly statistic: number
  readonly degrees: number
  /** The chance of a statistic this large or larger. */
  readonly pValue: number
}

/** Expected counts below this make the statistic unreliable; such outcomes are taken together. */
const FEWEST_EXPECTED = 5

/** Pearson's test, rare outcomes pooled; null where fewer than two outcomes are left. */
export function chiSquare(cells: readonly Cell[]): ChiSquare | null {
  const common = cells.filter(({ expected }) => expected >= FEWEST_EXPECTED)
  const rare = cells.filter(({ expected }) => expected > 0 && expected < FEWEST_EXPECTED)
  const sum = (key: keyof Cell) => rare.reduce((total, cell) => total + cell[key], 0)
  const pooled = { expected: sum('expected'), count: sum('count') }
  const tested = pooled.expected >= FEWEST_EXPECTED ? [...common, pooled] : mergeSmallest(common, pooled)
  if (tested.length < 2) return null
  const statistic = tested.reduce(
    (total, { expected, count }) => total + (count - expected) ** 2 / expected,
    0,
  )
  const degrees = tested.length - 1
  return { statistic, degrees, pValue: chiSquareTail(statistic, degrees) }
}

/** A pool that is still too small joins the smallest common outcome. */
function mergeSmallest(common: readonly Cell[], pooled: Cell): readonly Cell[] {
  if (pooled.expected === 0 || common.length === 0) return common
  const sorted = [...common].sort((a, b) => b.expected - a.expected)
  const last = sorted.at(-1)!
  return [
    ...sorted.slice(0, -1),
    { expected: last.expected + pooled.expected, count: last.count + pooled.count },
  ]
}
