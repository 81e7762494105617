import type { MetricDescription } from '../../../metrics/definition.ts'
import type { HumanRanges } from '../../../metrics/finding.ts'
import type { Offer as Download, ModelListing } from '../../../models/model-listing.ts'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'

/** What human text looks like to a model: marks to read generated text by. */
export interface HumanBaseline {
  /** What was measured, in words. */
  readonly source: string
  /** By metric of a text. */
  readonly measures: Readonly<Record<string, number>>
  /** Where 95 of 100 single texts lie, of the measures that have an interval. */
  readonly ranges: HumanRanges
  /** Quartiles of surprisal, in nats a token. */
  readonly middleHalf?: { readonly low: number; readonly high: number }
}

export interface OfferedModel
  extends Pick<ModelListing, 'id' | 'title' | 'vocabularySize' | 'contextLength' | 'parameters' | 'state'> {
  /** Whether its lanes run one at a time: in one forward its rows would change each other. */
  readonly rowByRow: boolean
  /** Whether it has a chat template; absent where nobody knows before it is fetched. */
  readonly hasChat?: boolean
  /** Where it was measured. */
  readonly human?: HumanBaseline
}

/** A larger model that a newcomer can have in a minute. */
export interface SecondModel extends Pick<ModelListing, 'id' | 'licence'>, Omit<Download, 'dtype'> {
  /** What a download fetches. */
  readonly bytes: number
  /** Whether this server's models are fetched over HTTP. */
  readonly mayFetch: boolean
}

export type OfferedMetric = Pick<MetricDescription, 'id' | 'title' | 'summary' | 'unit' | 'scale'>

/** Everything the page knows before a run; it travels with the document. */
export interface Offer {
  readonly strategies: readonly StrategyDescription[]
  readonly models: readonly OfferedModel[]
  readonly second?: SecondModel | undefined
  readonly metrics: readonly OfferedMetric[]
  /** Metrics of several samples together. */
  readonly setMetrics: readonly OfferedMetric[]
  /** Largest values a run may have. */
  readonly limits: {
    readonly prompt: number
    readonly lanes: number
    readonly samples: number
    readonly maxTokens: number
    readonly seed: number
    /** Rows that may share a batch. */
    readonly rows: number
    /** Stop texts, and characters of one. */
    readonly stops: number
    readonly stopLength: number
  }
  readonly examples: readonly { readonly prompt: string; readonly note: string }[]
  readonly defaults: {
    readonly prompt: string
    readonly model: string
    readonly lanes: readonly string[]
    readonly maxTokens: string
    readonly samples: string
  }
}

export const titleOf = (id: string, models: Offer['models']): string =>
  models.find((one) => one.id === id)?.title ?? id
