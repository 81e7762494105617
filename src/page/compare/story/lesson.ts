/** The part of a lane that a lesson marks. */
type LanePart = 'text' | 'loops' | 'chain' | 'measures'

/** A lane of a lesson: its key gives it its letter and colour. */
interface LessonLane {
  readonly key: number
  /** In chain notation. */
  readonly chain: string
}

/** What is measured of a lane's text. */
export interface LaneFacts {
  readonly letter: string
  readonly tokens: number
  /** Tokens from the tail; of a human text, those that its nucleus does not allow. */
  readonly tail: number
  /** How the text loops, in words that go on from its name; undefined where it does not. */
  readonly loops: string | undefined
  /** Geometric mean of the tokens' probabilities under the model. */
  readonly probability: number
}

/** One comparison on the page, and the one thing to look at in it. */
export interface Lesson {
  readonly title: string
  /** What the strategies do, in a sentence or two. */
  readonly sentence: string
  /** What to look at. */
  readonly look: string
  /** The same once the marked lane and the first have their texts, from what was measured of them. */
  readonly found?: (facts: LaneFacts, first: LaneFacts) => string
  readonly lanes: readonly LessonLane[]
  /** The marked part, and the key of the lane it belongs to; the chart where it is in no lane. */
  readonly mark: { readonly lane: number | 'human'; readonly part: LanePart } | 'chart'
  readonly prompt: string
  readonly maxTokens: string
  readonly seed: string
  /** A person's continuation of the prompt. */
  readonly human?: string
}

/** Lanes in order, lettered from A. */
export const lettered = (chains: readonly string[]): readonly LessonLane[] =>
  chains.map((chain, key) => ({ key, chain }))

/** A list of lessons by name, and the lesson that is open. */
export interface OpenLesson {
  readonly list: 'story' | 'comparisons'
  readonly index: number
  /** The model it is played on; the default one where it is absent. */
  readonly model?: string | undefined
}
