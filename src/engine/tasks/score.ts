import { withModels } from '../../runs/run/with-models.ts'
import { parseScoreRequest } from '../../runs/score/request.ts'
import type { ScoreResult } from '../../runs/score/result.ts'
import { score } from '../../runs/score/score.ts'
import type { ModelTask } from './task.ts'

/** What a model thinks of a text. */
export const scoreTask: ModelTask<ScoreResult> = async (input, { library, signal, measure }) => {
  const request = parseScoreRequest(input)
  return withModels(library, [request.model], signal, (model) => score(model!, request, signal, measure))
}
