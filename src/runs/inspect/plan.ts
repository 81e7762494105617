import type { LanguageModel } from '../../decoding/model.ts'
import type { ModelContext } from '../../decoding/model-context.ts'
import { UserError } from '../../errors.ts'
import { constraintSteps } from '../../strategies/chain/constraints.ts'
import type { StepUse } from '../../strategies/chain/definition.ts'
import { count } from '../../words.ts'
import { checkKnown, checkTokensOf } from '../request/known-tokens.ts'
import { encodeStart } from '../request/prompt.ts'
import type { RunRequest } from '../request/request.ts'
import { createModelContexts } from '../run/plan-contexts.ts'
import type { RunModels } from '../run/run-models.ts'
import type { InspectRequest } from './request.ts'

/** What an inspection reads. */
export interface InspectionPlan {
  readonly model: LanguageModel
  /** The prompt's tokens. */
  readonly prompt: readonly number[]
  readonly contexts: readonly ModelContext[]
  /** Indices of the contexts of the inspected lane, then of the others: the model's, then its amateurs'. */
  readonly readers: readonly (readonly number[])[]
  /** Tokens left in the context of all that read the inspected lane. */
  readonly room: number
  /** Bytes of the first token that the prompt has already. */
  readonly taken: number
  /** Steps before those of every lane. */
  readonly constraints: readonly StepUse[]
}

/** @throws UserError `bad-request`, `prompt-too-long` or `lane-unsupported` */
export function planInspection(models: RunModels, request: InspectRequest): InspectionPlan {
  const { lane, others, seed, sample, maxTokens } = request
  const model = models.of(lane.model)
  const whole: RunRequest = {
    prompt: request.prompt,
    ...(request.promptTokens && { promptTokens: request.promptTokens }),
    model: request.model,
    lanes: [lane, ...others],
    maxTokens,
    seed,
    samples: 1,
    firstSample: sample,
    prefix: [],
    insert: '',
    replay: false,
    trace: false,
    mayFillContext: true,
    heal: request.heal ?? false,
    literal: request.literal ?? false,
    chat: request.chat ?? false,
  }
  const start = encodeStart(model, whole)
  checkTokens(model, request, start.prompt.length)
  checkTokensOf(model.info, 'lane', whole.lanes[0]!.chain)
  const contexts = createModelContexts(models, whole)
  const plans = whole.lanes.map((one) => contexts.of(one, start))
  const missing = plans.find((plan) => plan.missing !== undefined)?.missing
  if (missing !== undefined) throw new UserError('lane-unsupported', missing)
  return {
    model,
    prompt: start.prompt,
    contexts: contexts.contexts,
    readers: plans.map((plan) => plan.contexts),
    room: plans[0]!.room,
    taken: start.encoded.takenBack?.bytes.length ?? 0,
    constraints: constraintSteps(model, { endOfText: [], beginning: start.encoded.takenBack?.bytes }),
  }
}

/** The text must be of the model's tokens and fit its context behind the prompt. */
function checkTokens(
  model: LanguageModel,
  { tokens, banned = [] }: Pick<InspectRequest, 'tokens' | 'banned'>,
  promptLength: number,
): void {
  const { id, contextLength } = model.info
  for (const [field, ids] of Object.entries({ tokens, banned })) checkKnown(model.info, field, ids)
  const length = promptLength + tokens.length
  if (length > contextLength) {
    throw new UserError(
      'prompt-too-long',
      `Prompt and text are ${count(length)} tokens long, and ${id} reads ${count(contextLength)}; ` +
        'inspect an earlier step.',
    )
  }
}
