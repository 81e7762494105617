import type { StrategyDescription } from '../../strategies/chain/describe.ts'

export interface TrialsProps {
  /** Models that are here. */
  readonly models: readonly { readonly id: string; readonly title: string }[]
  readonly defaultId: string
  readonly maxTokens: number
  /** Every step and search that a lane may have. */
  readonly strategies: readonly StrategyDescription[]
}
