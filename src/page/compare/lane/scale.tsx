import { scaleLinear, scaleLog } from 'd3-scale'
import { percent } from '../../ui/numbers.ts'
import type { OfferedMetric } from '../settings/offer.ts'

type Props = OfferedMetric['scale'] & {
  readonly values: readonly number[]
  readonly mean: number
  /** The end of a scale that has none of its own: the vocabulary's size, or its entropy. */
  readonly bound: number
  /** Of human text. */
  readonly mark: number | undefined
}

/** A value on its scale, with the spread of several samples. */
export function Scale({ kind, min = 0, max, values, mean, bound, mark }: Props) {
  const high = max ?? bound
  const scale = kind === 'log' ? scaleLog([min || 1, high], [0, 1]) : scaleLinear([min, high], [0, 1])
  const at = (value: number) => percent(scale.clamp(true)(value))
  return (
    <svg aria-hidden="true">
      <line class="scale-track" x1="0" x2="100%" y1="8" y2="8" />
      {mark !== undefined && <line class="scale-human" x1={at(mark)} x2={at(mark)} y1="1" y2="15" />}
      {values.length > 1 && (
        <line class="scale-spread" x1={at(Math.min(...values))} x2={at(Math.max(...values))} y1="8" y2="8" />
      )}
      <circle class="scale-own" cx={at(mean)} cy="8" r="4" />
    </svg>
  )
}
