import { withModels } from '../../runs/run/with-models.ts'
import { parseTokensRequest, readTokens, type TokensResult } from '../../runs/tokens/tokens.ts'
import type { ModelTask } from './task.ts'

/** A text in a model's tokens, or tokens as text. */
export const tokensTask: ModelTask<TokensResult> = async (input, { library, signal }) => {
  const request = parseTokensRequest(input)
  return withModels(library, [request.model], signal, async (model) => readTokens(model!, request))
}
