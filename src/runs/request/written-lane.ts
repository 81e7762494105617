import { UserError } from '../../errors.ts'

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
