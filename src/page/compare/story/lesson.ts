/** The part of a lane that a lesson marks. */
type LanePart = 'text' | 'loops' | 'chain' | 'measures'

/** One comparison on the page, and the one thing to look at in it. */
export interface Lesson {
  readonly title: string
  /** What the strategies do, in a sentence or two. */
  readonly sentence: string
  /** What to look at. */
  readonly look: string
  /** The lanes, in chain notation. */
  readonly lanes: readonly string[]
  /** The marked part, and the lane it belongs to; the chart where it is in no lane. */
  readonly mark: { readonly lane: number | 'human'; readonly part: LanePart } | 'chart'
  readonly prompt: string
  readonly maxTokens: string
  readonly seed: string
  /** A person's continuation of the prompt. */
  readonly human?: string
}

/** A list of lessons by name, and the lesson that is open. */
export interface OpenLesson {
  readonly list: 'story' | 'comparisons'
  readonly index: number
  /** The model it is played on; the default one where it is absent. */
  readonly model?: string | undefined
}
