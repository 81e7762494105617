import { bits } from '../../ui/numbers.ts'
import type { OfferedMetric } from '../settings/offer.ts'

/** A metric's name beside its value: without what its title says in brackets, and small. */
export function metricName({ title }: Pick<OfferedMetric, 'title'>): string {
  const name = title.replace(/\s{0,9}\(.{0,200}\)$/, '')
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** A value as the page shows it: bits, where the metric has nats. */
export const valueIn = ({ unit }: Pick<OfferedMetric, 'unit'>, value: number): number =>
  unit === 'nats' ? bits(value) : value
