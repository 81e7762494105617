import { scaleLinear, scaleLog } from 'd3-scale'

/** One direction of a chart. */
export interface Axis {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly isLog?: boolean
  /** Positions of the axis numbers; round ones by default. */
  readonly ticks?: readonly number[]
}

/** Maps a value of an axis onto pixels, clamped to the axis. */
export const scaleOf = ({ min, max, isLog }: Axis, from: number, to: number): ((value: number) => number) =>
  (isLog ? scaleLog([min, max], [from, to]) : scaleLinear([min, max], [from, to])).clamp(true)

export function ticksOf(axis: Axis): readonly number[] {
  if (axis.ticks) return axis.ticks
  return axis.isLog ? powers(axis) : steps(axis)
}

/** A tick in a few characters: small ones as powers of ten. */
export const tickText = (tick: number): string =>
  tick !== 0 && Math.abs(tick) < 0.001 ? tick.toExponential() : String(tick)

/** At most six: where d3 would rather have more, the numbers of a narrow chart would touch. */
function steps({ min, max }: Axis): number[] {
  const rough = (max - min) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough * 0.999)!
  const first = Math.ceil(min / step - 1e-9)
  const count = Math.floor(max / step + 1e-9) - first + 1
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(10)))
}

function powers({ min, max }: Axis): number[] {
  const first = Math.ceil(Math.log10(min) - 1e-9)
  const last = Math.floor(Math.log10(max) + 1e-9)
  const decades = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number((10 ** (first + index)).toPrecision(6)),
  )
  if (decades.length > 2) return decades
  const between = [first - 1, ...Array.from({ length: last - first + 1 }, (_, index) => first + index)]
  return between
    .flatMap((power) => [1, 2, 5].map((factor) => Number((factor * 10 ** power).toPrecision(6))))
    .filter((tick) => tick >= min * 0.999 && tick <= max * 1.001)
}

/** An axis from just below the least to just above the greatest of some values. */
export function axisOver(
  label: string,
  values: readonly number[],
  options: { isLog?: boolean; from?: number } = {},
): Axis {
  const least = options.from ?? Math.min(...values)
  const greatest = Math.max(...values)
  if (options.isLog) return { label, min: least / 1.1, max: greatest * 1.1, isLog: true }
  const margin = 0.06 * (greatest - least || 1)
  return { label, min: options.from ?? least - margin, max: greatest + margin }
}
