import type { LaneView } from '../lane/view.ts'

/** A recorded token's name: its lane, sample and index. */
export const recordKey = (
  { key, sampleIndex }: Pick<LaneView, 'key' | 'sampleIndex'>,
  step: number,
): string => `${key}.${sampleIndex}.${step}`
