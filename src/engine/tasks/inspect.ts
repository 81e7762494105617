import { type Inspection, inspect } from '../../runs/inspect/inspect.ts'
import { parseInspectRequest } from '../../runs/inspect/request.ts'
import { modelsNamed } from '../../runs/run/run-models.ts'
import { withModels } from '../../runs/run/with-models.ts'
import type { ModelTask } from './task.ts'

/** One step of a text taken apart. */
export const inspectTask: ModelTask<Inspection> = async (input, { library, signal }) => {
  const request = parseInspectRequest(input)
  const ids = modelsNamed({ lanes: [request.lane, ...request.others] })
  return withModels(library, [request.model, ...ids], signal, (model, ...others) =>
    inspect(model!, request, signal, new Map(ids.map((id, index) => [id, others[index]!]))),
  )
}
