import { UserError } from '../../errors.ts'
import { usesIn, type WrittenChain } from '../../strategies/chain/written-chain.ts'

/** A lane as it is written: its chain, and the id of its own model where it names one. */
interface WrittenLane {
  readonly chain: string
  readonly model?: string | undefined
}

/**
 * A lane's chain and the model named behind it; its id may have an `@` of its own, before the export's dtype.
 * @throws UserError `bad-chain` where `@` has nothing behind it
 */
export function splitLane(lane: string): WrittenLane {
  const at = lane.indexOf('@')
  if (at < 0) return { chain: lane }
  const model = lane.slice(at + 1).trim()
  if (model === '') {
    throw new UserError('bad-chain', `Expected the id of a model after @ in "${lane}", got nothing.`)
  }
  return { chain: lane.slice(0, at), model }
}

/** The lane of a chain and a model's id, if any. */
export const joinLane = ({ chain, model }: WrittenLane): string =>
  chain + (model === undefined ? '' : `@${model}`)

/**
 * The first model that a lane names, its own or an amateur of a step, and that there is not; undefined where
 * there are all.
 * @param models those there are; another export of one, as in `gpt2@fp32`, counts as it
 */
export function missingModel(
  chain: WrittenChain,
  model: string | undefined,
  models: readonly { readonly id: string }[],
): string | undefined {
  // By default an amateur is the lane's own model.
  const amateurs = usesIn(chain).flatMap(({ strategy, values }) =>
    strategy.parameters
      .filter(({ type, name, fallback }) => type === 'model' && values[name] !== fallback)
      .map(({ name }) => values[name] ?? ''),
  )
  const named = [model ?? '', ...amateurs].filter((id) => id !== '')
  return named.find((id) => !models.some((one) => one.id === id || one.id === id.split('@')[0]))
}
