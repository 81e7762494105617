import { decodeContexts } from '../../decoding/decode.ts'
import type { DecoderOutput } from '../../decoding/decoder.ts'
import type { LanguageModel } from '../../decoding/model.ts'
import type { RunRequest } from '../request/request.ts'
import { readPrompt } from './echo.ts'
import type { RunEvent } from './events.ts'
import { type Measure, measureHere, measureLane, measureSample, type SampleRecord } from './measure.ts'
import { hintOnEmpty, notesOn } from './notes.ts'
import { planRun, type RunPlan, type Sequence } from './plan.ts'
import { recordSteps } from './record.ts'
import { recordSearch } from './record-search.ts'
import { runModels } from './run-models.ts'

/** Called as it happens; a slow listener slows the run, so nothing piles up. */
export type OnEvent = (event: RunEvent) => void | Promise<void>

/** What a run is given besides its models. */
export interface RunTools {
  readonly measure?: Measure
  /** Resolves when there is room for the plan, with how to leave. @throws UserError `memory-full` */
  readonly admit?: (plan: RunPlan, request: RunRequest) => Promise<() => void>
}

type Ending = Pick<
  Extract<DecoderOutput, { stop: unknown }>,
  'tokens' | 'steps' | 'search' | 'stop' | 'message'
>

/**
 * Continues one prompt with all lanes side by side on loaded models, and reports every event.
 * An abort ends every sample with stop `stopped`, within one step, and keeps its text.
 * @param others models that lanes or their amateurs name, by id
 * @throws UserError `prompt-too-long`, `run-too-large`, `memory-full` or `bad-request`, before any event
 */
export async function run(
  model: LanguageModel,
  request: RunRequest,
  onEvent: OnEvent,
  signal?: AbortSignal,
  others: ReadonlyMap<string, LanguageModel> = new Map(),
  { measure = measureHere, admit = async () => () => undefined }: RunTools = {},
): Promise<void> {
  const plan = planRun(model, runModels(model, others), request)
  const leave = await admit(plan, request)
  try {
    await runPlan(model, request, plan, { onEvent, signal, measure })
  } finally {
    leave()
  }
}

interface PlanOptions {
  readonly onEvent: OnEvent
  readonly signal: AbortSignal | undefined
  readonly measure: Measure
}

async function runPlan(
  model: LanguageModel,
  request: RunRequest,
  { sequences, contexts, lanes, encoded, prefix }: RunPlan,
  { onEvent, signal, measure }: PlanOptions,
): Promise<void> {
  const { seed, maxTokens } = request
  const notes = notesOn(model, request)
  await onEvent({
    type: 'run-start',
    model: model.info.id,
    prompt: request.prompt,
    promptTokens: encoded.tokens,
    prefix,
    seed,
    maxTokens,
    lanes,
    ...(encoded.takenBack && { takenBack: nameTaken(model, encoded.takenBack.token) }),
    ...(notes.length > 0 && { notes }),
    ...(request.chat && { given: encoded.tokens.map((token) => nameTaken(model, token)) }),
  })
  if (request.echo) {
    await onEvent({
      type: 'prompt-read',
      tokens: await readPrompt(model, encoded, request.detail, signal),
    })
  }
  const started = performance.now()
  const records: SampleRecord[] = []
  const end = async (
    { lane, sample, model: own, text }: Sequence,
    { tokens, steps, stop, message, search }: Ending,
  ) => {
    const isEmpty = text.pieces.join('') === ''
    const hint = isEmpty && stop === 'end-of-text' ? hintOnEmpty(own, request) : undefined
    const record = { lane, tokens, steps, stop, text: text.text }
    records.push(record)
    await onEvent({
      type: 'lane-end',
      lane,
      sample,
      stop,
      ...(message !== undefined && { message }),
      ...(hint !== undefined && { hint }),
      metrics: await measureSample(record, measure),
      ...(search !== undefined && { search: recordSearch(own, search) }),
    })
  }
  const takeOutput = async (index: number, output: DecoderOutput) => {
    const sequence = sequences[index]!
    sequence.last = output
    await sendDelta(sequence, output, onEvent)
    if ('stop' in output) await end(sequence, output)
  }
  const isEmpty = maxTokens === 0
  if (!isEmpty) await decodeContexts(contexts, sequences, takeOutput, signal)
  for (const sequence of sequences) {
    if (sequence.last && 'stop' in sequence.last) continue
    const stop = isEmpty ? 'length' : 'stopped'
    await end(sequence, { ...(sequence.last ?? { tokens: [], steps: [] }), stop })
  }
  await onEvent({
    type: 'run-end',
    milliseconds: performance.now() - started,
    tokens: records.reduce((sum, { tokens }) => sum + tokens.length, 0),
    lanes: await Promise.all(
      lanes.map((_, lane) =>
        measureLane(
          records.filter((record) => record.lane === lane),
          measure,
        ),
      ),
    ),
  })
}

const nameTaken = (model: LanguageModel, token: number) => ({ token, text: model.nameOf(token) })

/** Sends what changed in a sample's text, if anything did. */
async function sendDelta(
  sequence: Sequence,
  { tokens, steps }: DecoderOutput,
  onEvent: OnEvent,
): Promise<void> {
  const before = sequence.text.pieces.length
  const { firstToken, from } = sequence.text.update(tokens)
  const pieces = sequence.text.pieces
  if (firstToken === before && pieces.length === before) return
  await onEvent({
    type: 'lane-delta',
    lane: sequence.lane,
    sample: sequence.sample,
    from,
    text: pieces.slice(firstToken).join(''),
    fromStep: firstToken,
    steps: recordSteps(sequence.model, steps, pieces, firstToken, sequence.taken),
  })
}
