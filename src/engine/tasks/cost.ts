import { z } from 'zod'
import { whole } from '../../runs/request/fields.ts'
import { parseWith } from '../../runs/request/parse.ts'
import { parseRunRequest } from '../../runs/request/request.ts'
import type { RunsCost } from '../../runs/run/cost.ts'
import { planRun } from '../../runs/run/plan.ts'
import { modelsNamed, runModels } from '../../runs/run/run-models.ts'
import { withModels } from '../../runs/run/with-models.ts'
import { MOST_ROWS } from '../batch/forward.ts'
import { stepCostOf } from '../batch/shared-model.ts'
import { memoryWords } from '../budget/memory-words.ts'
import { runMemory } from '../budget/run-memory.ts'
import type { ModelTask } from './task.ts'

const costSchema = z.strictObject({ runs: whole('runs', 1, 1000), run: z.unknown() })

/** Counts a run that is not started. */
export const costTask: ModelTask<RunsCost> = async (input, { library, signal }) => {
  const { runs, run } = parseWith(costSchema, input, 'a JSON object with runs and a run')
  const request = parseRunRequest(run)
  const ids = modelsNamed(request)
  return withModels(library, [request.model, ...ids], signal, async (model, ...others) => {
    const models = runModels(model!, new Map(ids.map((id, index) => [id, others[index]!])))
    const plan = planRun(model!, models, request)
    const memory = runMemory(plan, request)
    const { bytes, rows } = memory
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
      memory: memoryWords(memory, runs),
      left,
      atOnce: Math.min(runs, Math.floor(left / bytes)),
      ...(alone &&
        together && {
          seconds: { alone: alone.seconds, together: together.seconds, isBound: together.isBound },
        }),
    }
  })
}
