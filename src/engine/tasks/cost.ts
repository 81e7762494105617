import { z } from 'zod'
import { whole } from '../../runs/request/fields.ts'
import { parseWith } from '../../runs/request/parse.ts'
import { parseRunRequest } from '../../runs/request/request.ts'
import { planRun } from '../../runs/run/plan.ts'
import { modelsNamed, runModels } from '../../runs/run/run-models.ts'
import { withModels } from '../../runs/run/with-models.ts'
import { MOST_ROWS } from '../batch/forward.ts'
import { stepCostOf } from '../batch/shared-model.ts'
import { runMemory } from '../budget/run-memory.ts'
import type { ModelTask } from './task.ts'

/** What a run takes when many people start it at once. */
export interface Cost {
  readonly model: string
  /** Rows that one of the runs keeps going, by its plan. */
  readonly rows: number
  readonly maxTokens: number
  /** Bytes that one of the runs is counted with, and how that comes about, in words. */
  readonly bytes: number
  readonly sum: string
  /** Bytes that there are for all runs together. */
  readonly left: number
  /** Runs that fit at the same time; the others wait in line. */
  readonly atOnce: number
  /**
   * Seconds that one run takes alone, and all of them together: estimates from the steps that this model has
   * made since the program started; bounds where those steps were all of one size. Absent before it has made
   * enough.
   */
  readonly seconds?: { readonly alone: number; readonly together: number; readonly isBound: boolean }
}

const costSchema = z.strictObject({ runs: whole('runs', 1, 1000), run: z.unknown() })

/** Counts a run that is not started. */
export const costTask: ModelTask<Cost> = async (input, { library, signal }) => {
  const { runs, run } = parseWith(costSchema, input, 'a JSON object with runs and a run')
  const request = parseRunRequest(run)
  const ids = modelsNamed(request)
  return withModels(library, [request.model, ...ids], signal, async (model, ...others) => {
    const models = runModels(model!, new Map(ids.map((id, index) => [id, others[index]!])))
    const plan = planRun(model!, models, request)
    const { bytes, rows, sum } = runMemory(plan, request)
    const { limit, models: taken } = library.memory?.() ?? { limit: Number.POSITIVE_INFINITY, models: 0 }
    const left = Math.max(0, limit - taken)
    const { maxTokens } = request
    const seconds = (all: number) => {
      const atATime = Math.min(MOST_ROWS, all)
      const step = stepCostOf(model!)?.milliseconds(atATime)
      if (!step) return undefined
      return { seconds: (Math.ceil(all / atATime) * maxTokens * step.likely) / 1000, isBound: step.isBound }
    }
    const [alone, together] = [seconds(rows), seconds(rows * runs)]
    return {
      model: model!.info.id,
      rows,
      maxTokens,
      bytes,
      sum,
      left,
      atOnce: Math.min(runs, Math.floor(left / bytes)),
      ...(alone &&
        together && {
          seconds: { alone: alone.seconds, together: together.seconds, isBound: together.isBound },
        }),
    }
  })
}
