import { inField, UserError } from '../../errors.ts'
import { Distribution, DistributionError } from '../../sampling/distribution.ts'
import { capital } from '../../words.ts'
import { type LabLane, labLane } from './lane.ts'
import { parseLabLane, parseLabRequest } from './request.ts'
import { checkWork } from './work.ts'

export interface LabResult {
  readonly tokens: readonly string[]
  readonly seed: number
  readonly lanes: readonly LabLane[]
}

/**
 * Runs chains on one given distribution instead of a model's: the same code as decoding, one step of it.
 * @param signal asked between lanes and draws, so that another thread can end it
 * @throws UserError `bad-request`, `too-much-work`, `too-large`, and, unless `shown` asks for drawings,
 * `bad-chain` or `lane-unsupported`
 */
export function runLab(input: unknown, signal?: Pick<AbortSignal, 'throwIfAborted'>): LabResult {
  const request = parseLabRequest(input)
  checkWork(request)
  const raw = explaining(() => Distribution.fromLogits(request.logits))
  const run = (lane: string): LabLane => explaining(() => labLane(parseLabLane(lane), raw, request, signal))
  const lanes = request.lanes.map((lane, index) =>
    request.shown === undefined ? inField(`lanes.${index}`, () => run(lane)) : failingAlone(lane, run),
  )
  return { tokens: request.tokens, seed: request.seed, lanes }
}

/** A lane that cannot be run has the reason in its own place. */
function failingAlone(lane: string, run: (lane: string) => LabLane): LabLane {
  try {
    return run(lane)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const { code, message } = error
    const nothing = { steps: [], candidates: [], mass: 0, entropy: 0, draws: [], counts: [] }
    return { lane, ...nothing, error: { code, message } }
  }
}

function explaining<Result>(compute: () => Result): Result {
  try {
    return compute()
  } catch (error) {
    if (error instanceof DistributionError) throw new UserError('bad-request', `${capital(error.message)}.`)
    throw error
  }
}
