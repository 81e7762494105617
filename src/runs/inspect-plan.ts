import type { LanguageModel } from '../decoding/model.ts'
import type { Reading } from '../decoding/reading.ts'
import { UserError } from '../errors.ts'
import type { InspectRequest } from './inspect-request.ts'
import { createReadings } from './plan-readings.ts'
import { encodeStart } from './prompt.ts'
import type { RunRequest } from './request.ts'
import type { RunModels } from './run-models.ts'

/** What an inspection reads. */
export interface InspectionPlan {
  readonly model: LanguageModel
  /** The prompt's tokens. */
  readonly prompt: readonly number[]
  readonly readings: readonly Reading[]
  /** Indices of the readings of the inspected lane, then of the others: the model's, then its amateurs'. */
  readonly readers: readonly (readonly number[])[]
  /** Tokens left in the context of all that read the inspected lane. */
  readonly room: number
}

/** @throws UserError `bad-request`, `prompt-too-long` or `lane-unsupported` */
export function planInspection(models: RunModels, request: InspectRequest): InspectionPlan {
  const { lane, others, tokens, seed, sample, maxTokens } = request
  const model = models.of(lane.model)
  const whole: RunRequest = {
    prompt: request.prompt,
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
  }
  const start = encodeStart(model, whole)
  checkTokens(model, tokens, start.prompt.length)
  const readings = createReadings(models, whole)
  const plans = whole.lanes.map((one) => readings.of(one, start))
  const missing = plans.find((plan) => plan.missing !== undefined)?.missing
  if (missing !== undefined) throw new UserError('lane-unsupported', missing)
  return {
    model,
    prompt: start.prompt,
    readings: readings.readings,
    readers: plans.map((plan) => plan.readings),
    room: plans[0]!.room,
  }
}

/** The text must be of the model's tokens and fit its context behind the prompt. */
function checkTokens(model: LanguageModel, tokens: readonly number[], promptLength: number): void {
  const { id, contextLength, vocabularySize } = model.info
  const stray = tokens.find((token) => token >= vocabularySize)
  if (stray !== undefined) {
    throw new UserError(
      'bad-request',
      `tokens names token ${stray}, and ${id} has ${vocabularySize}; use its own.`,
    )
  }
  const length = promptLength + tokens.length
  if (length > contextLength) {
    throw new UserError(
      'prompt-too-long',
      `Prompt and text are ${length} tokens long, and ${id} reads ${contextLength}; inspect an earlier step.`,
    )
  }
}
