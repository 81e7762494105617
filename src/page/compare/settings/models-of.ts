import type { LaneChain } from '../chain/lane-chain.ts'

/** Settings, as far as they name models. */
export interface WithModels {
  readonly model: string
  readonly lanes: readonly { readonly chain: LaneChain }[]
}

/** The model a lane runs on. */
export const modelOfLane = (chain: LaneChain, { model }: Pick<WithModels, 'model'>): string =>
  ('written' in chain ? chain.model : undefined) ?? model

/** The models of all lanes. */
export const modelsOf = (settings: WithModels): readonly string[] => [
  ...new Set(settings.lanes.map(({ chain }) => modelOfLane(chain, settings))),
]
