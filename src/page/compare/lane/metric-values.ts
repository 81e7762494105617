import { bits, short } from '../../ui/numbers.ts'
import type { OfferedMetric } from '../settings/offer.ts'

/** Shown at once; the rest is behind "All metrics". */
export const FIRST = ['perplexity', 'seq-rep-4', 'distinct-2', 'entropy-mean-nats', 'kept-mean']

/** A value as the page writes it: nats as bits, a dash where there is none. */
export function metricText({ unit }: OfferedMetric, value: number | null | undefined): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '–'
  return unit === 'nats' ? `${short(bits(value))} bits` : short(value)
}
