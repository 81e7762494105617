import type { LaneView } from '../lane/view.ts'

/** A recorded step's name: its lane, sample and step. */
export const recordKey = (
  { key, sampleIndex }: Pick<LaneView, 'key' | 'sampleIndex'>,
  step: number,
): string => `${key}.${sampleIndex}.${step}`
