import { match } from '../../runs/match/match.ts'
import { parseMatchRequest } from '../../runs/match/request.ts'
import type { MatchResult } from '../../runs/match/result.ts'
import { withModels } from '../../runs/run/with-models.ts'
import type { ModelTask } from './task.ts'

/** Which value makes one chain as wide as another. */
export const matchTask: ModelTask<MatchResult> = async (input, { library, signal }) => {
  const request = parseMatchRequest(input)
  return withModels(library, [request.model], signal, (model) => match(model!, request, signal))
}
