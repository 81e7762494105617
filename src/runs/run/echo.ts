import type { LanguageModel } from '../../decoding/model.ts'
import type { DetailRequest } from '../../decoding/step-detail.ts'
import { Distribution } from '../../sampling/distribution.ts'
import { stepDetail } from '../../strategies/chain/step-detail.ts'
import type { EncodedPrompt } from '../request/prompt.ts'
import type { PromptToken } from './events.ts'
import { describeToken, recordDetail } from './record.ts'
import { createTextStream } from './text.ts'

/**
 * What the model thinks of its prompt, token by token, what precedes the prompt's own first token left out.
 * The first token of all has nothing before it and so no probability. The chain has no part in it.
 * @param detail what to list besides, as for generated tokens; nothing of the chain
 */
export async function readPrompt(
  model: LanguageModel,
  { tokens, lead }: EncodedPrompt,
  detail: DetailRequest | undefined,
  signal?: AbortSignal,
): Promise<PromptToken[]> {
  const own = tokens.slice(lead)
  const text = createTextStream(model)
  text.update(own)
  const described: PromptToken[] = own.map((token, index) => describeToken(model, token, text.pieces[index]!))
  if (detail === undefined || tokens.length < 2) return described
  let position = 0
  for await (const { logits } of model.evaluate(tokens.slice(0, -1))) {
    signal?.throwIfAborted()
    position++
    if (position < lead) continue
    const token = tokens[position]!
    const raw = Distribution.fromLogits(logits)
    described[position - lead] = {
      ...described[position - lead]!,
      logprob: raw.logProbabilityOf(token),
      rank: raw.rankOf(token) + 1,
      detail: recordDetail(
        model,
        token,
        stepDetail({ raw, final: raw }, token, { ...detail, processed: false }),
      ),
    }
  }
  return described
}
