import type { LaneView } from '../lane/view.ts'

/** Presentation: large type, no settings, one lane at a time or all of them. */
export interface Presentation {
  /** Key of the lane that is shown alone; undefined for all lanes side by side. */
  readonly lane: number | undefined
}

/** The lanes that are shown. */
export function presented(
  views: readonly LaneView[],
  presentation: Presentation | undefined,
): readonly LaneView[] {
  const alone = views.filter(({ key }) => key === presentation?.lane)
  return alone.length > 0 ? alone : views
}
