import { uncapital } from '../../../words.ts'
import { bits, short } from '../../ui/numbers.ts'
import type { OfferedMetric, OfferedModel } from '../settings/offer.ts'

/** A metric's name beside its value: without the brackets of its title, and small. */
export function metricName({ title }: Pick<OfferedMetric, 'title'>): string {
  return uncapital(title.replace(/\s{0,9}\(.{0,200}\)$/, ''))
}

/** A value as the page shows it: bits, where the metric has nats. */
export const valueIn = ({ unit }: Pick<OfferedMetric, 'unit'>, value: number): number =>
  unit === 'nats' ? bits(value) : value

/** Whether every step left the whole vocabulary: a count of it reads as if so many had been considered. */
export const isUncut = (
  { id }: Pick<OfferedMetric, 'id'>,
  values: readonly number[],
  model: Pick<OfferedModel, 'vocabularySize'> | undefined,
): boolean => id === 'kept-mean' && values.every((value) => value === model?.vocabularySize)

/** Shown at once; the rest is behind "All metrics". */
const FIRST = ['perplexity', 'seq-rep-4', 'distinct-2', 'entropy-mean-nats', 'kept-mean']

/** Those that are shown at once, in their order, and the rest. */
export const firstOf = (metrics: readonly OfferedMetric[]): OfferedMetric[] =>
  FIRST.flatMap((id) => metrics.find((one) => one.id === id) ?? [])
export const restOf = (metrics: readonly OfferedMetric[]): OfferedMetric[] =>
  metrics.filter(({ id }) => !FIRST.includes(id))

/** A value as a table has it: a dash where there is none. */
export function metricText(metric: OfferedMetric, value: number | null | undefined): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '–'
  return `${short(valueIn(metric, value))}${metric.unit === 'nats' ? ' bits' : ''}`
}
