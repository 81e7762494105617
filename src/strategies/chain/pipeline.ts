import { type Distribution, DistributionError } from '../../sampling/distribution.ts'
import { amateurOf } from './chain.ts'
import type { Stateful, StepContext, StepUse, Transform } from './definition.ts'
import type { AnyParameters } from './parameters.ts'

/** The memory of a chain's steps, one entry a step; a value, so hypotheses that fork share nothing. */
export type PipelineState = readonly unknown[]

/** The distribution after each step, in order. */
export interface ChainTrace {
  readonly raw: Distribution
  readonly stages: readonly Distribution[]
  /** After the last step. */
  readonly final: Distribution
}

/**
 * Where a chain runs: the step's context, with the logits of all amateurs in the order of the steps that ask
 * for them.
 */
type PipelineInput = Omit<StepContext, 'raw' | 'amateur'> & {
  readonly amateurs?: readonly ArrayLike<number>[] | undefined
}

/** A chain's steps, ready to run on one hypothesis after another. */
export interface Pipeline {
  readonly steps: readonly StepUse[]
  init(vocabularySize: number): PipelineState
  /** @throws DistributionError naming the step that left no token */
  run(raw: Distribution, state: PipelineState, input: PipelineInput): ChainTrace
  /** State after `token` was chosen at a step. @param drawnFrom absent for the trace's final distribution */
  learn(state: PipelineState, token: number, trace: ChainTrace, drawnFrom?: Distribution): PipelineState
}

export function createPipeline(steps: readonly StepUse[]): Pipeline {
  const built = steps.map(({ definition, parameters }) => definition.create(parameters))
  const asking = steps.filter(amateurOf)
  return {
    steps,
    init: (vocabularySize) => built.map((step) => (isStateful(step) ? step.init(vocabularySize) : undefined)),
    run(raw, state, { history, promptLength, step, streams, amateurs }) {
      const stages: Distribution[] = []
      let current = raw
      for (const [index, own] of built.entries()) {
        const amateur = amateurs?.[asking.indexOf(steps[index]!)]
        const context = { history, promptLength, step, streams, raw, amateur }
        try {
          current = isStateful(own) ? own.apply(current, state[index], context) : own(current, context)
        } catch (error) {
          throw naming(steps[index]!, error)
        }
        stages.push(current)
      }
      return { raw, stages, final: current }
    },
    learn(state, token, { raw, stages, final }, drawnFrom = final) {
      if (!built.some(isStateful)) return state
      const surprisal = -drawnFrom.logProbabilityOf(token) / Math.LN2
      return built.map((step, index) =>
        isStateful(step) ? step.learn(state[index], token, surprisal, stages[index - 1] ?? raw) : undefined,
      )
    },
  }
}

function isStateful(step: Transform | Stateful<AnyParameters>): step is Stateful<AnyParameters> {
  return typeof step !== 'function'
}

/** What a step threw; where it left nothing, the message names the step. */
const naming = ({ notation }: StepUse, error: unknown): unknown =>
  error instanceof DistributionError ? new DistributionError(`${notation}: ${error.message}`) : error
