import type { Decoder, DecoderOutput } from '../../decoding/decoder.ts'
import type { LanguageModel, ModelInfo } from '../../decoding/model.ts'
import type { ModelContext } from '../../decoding/model-context.ts'
import { UserError } from '../../errors.ts'
import { laterStreams, randomStreams } from '../../sampling/random.ts'
import { constraintSteps } from '../../strategies/chain/constraints.ts'
import type { StepUse } from '../../strategies/chain/definition.ts'
import { isDeterministic } from '../../strategies/chain/search-part.ts'
import { searchRows } from '../../strategies/chain/search-rows.ts'
import { count } from '../../words.ts'
import { checkKnown, checkTokensOf } from '../request/known-tokens.ts'
import { formatLane, type LaneRequest } from '../request/lane.ts'
import { LIMITS } from '../request/limits.ts'
import { type EncodedPrompt, encodeRequest, type Start } from '../request/prompt.ts'
import type { RunRequest } from '../request/request.ts'
import type { LaneStart } from './events.ts'
import { notStepwise } from './not-stepwise.ts'
import { amateursOf, createModelContexts } from './plan-contexts.ts'
import { rowsFault } from './rows-fault.ts'
import { encodeStarts, type RunModels } from './run-models.ts'
import { stopTexts } from './stop-texts.ts'
import { createTextStream, type TextStream, wordsOf } from './text.ts'

/** How many of the model's most likely tokens a requested trace lists. */
const TRACE_CANDIDATES = 40

/** One sample of one lane at work. */
export interface Sequence {
  readonly lane: number
  readonly sample: number
  readonly model: LanguageModel
  readonly decoder: Decoder
  /** Its contexts, by index: its own model's, then its amateurs'. */
  readonly contexts: readonly number[]
  readonly text: TextStream
  /** Bytes of its first token that the prompt has already. */
  readonly taken: number
  /** Its latest output, once it has one. */
  last?: DecoderOutput
}

/** All that a run does, decided before its first token. */
export interface RunPlan {
  /** The prompt in the run's own model's tokens. */
  readonly encoded: EncodedPrompt
  /** What the continuation goes on from, with the text each token adds. */
  readonly prefix: readonly { readonly token: number; readonly text: string }[]
  readonly lanes: readonly LaneStart[]
  readonly sequences: readonly Sequence[]
  readonly contexts: readonly ModelContext[]
}

/**
 * Encodes the prompt once for each model that has a lane, and plans what decodes and what it reads.
 * @throws UserError `prompt-too-long`, `run-too-large`, `bad-request` or `no-chat-template`
 */
export function planRun(model: LanguageModel, models: RunModels, request: RunRequest): RunPlan {
  const starts = encodeStarts(models, request)
  const reader = models.of(request.lanes[0]!.model)
  return {
    encoded: starts.get(model)?.encoded ?? encodeRequest(model, request),
    prefix: describePrefix(reader, starts.get(reader)!.prefix),
    lanes: describeLanes(models, request, starts),
    ...planSequences(models, request, starts),
  }
}

function describePrefix(model: LanguageModel, prefix: readonly number[]): RunPlan['prefix'] {
  const text = createTextStream(model)
  text.update(prefix)
  return prefix.map((token, index) => ({ token, text: text.pieces[index]! }))
}

type Starts = ReadonlyMap<LanguageModel, Start>

/** What will run, lane by lane: sent before the first token. */
function describeLanes(models: RunModels, request: RunRequest, starts: Starts): LaneStart[] {
  return request.lanes.map(({ lane, chain, model }) => ({
    lane,
    chain: formatLane({ chain, model }),
    ...(model !== undefined && { model, promptTokens: starts.get(models.of(model))!.prompt }),
    isDeterministic: isDeterministic(chain),
    samples: samplesOf(request, chain),
  }))
}

/**
 * A decoder for every sample of every lane. Common random numbers: sample i of each lane draws from the same
 * streams, whatever its model. A lane that its model cannot run ends with the reason; the others carry on.
 * @throws UserError `run-too-large`
 */
function planSequences(
  models: RunModels,
  request: RunRequest,
  starts: Starts,
): Pick<RunPlan, 'sequences' | 'contexts'> {
  checkRows(request)
  checkForwards(request)
  const contexts = createModelContexts(models, request)
  const sequences = request.lanes.flatMap((lane, index) => {
    const model = models.of(lane.model)
    checkTokensOf(model.info, `lanes.${index}`, lane.chain)
    const start = starts.get(model)!
    const read = contexts.of(lane, start)
    const steps = [...constraintsOf(model, request, start), ...lane.chain.steps]
    const taken = start.encoded.takenBack?.bytes.length ?? 0
    const isTakenUp = request.replay && start.prefix.length > 0
    const missing =
      missingFor(model.info, lane) ??
      (isTakenUp ? notStepwise(`"${lane.lane}"`, lane.chain.search.definition) : undefined) ??
      read.missing
    return Array.from({ length: samplesOf(request, lane.chain) }, (_, sample) => ({
      lane: index,
      sample,
      model,
      contexts: read.contexts,
      decoder: missing
        ? failingDecoder(missing)
        : createDecoder(model, request, { ...lane.chain, steps }, sample, start, read.room),
      text: createTextStream(model, taken),
      taken,
    }))
  })
  return { sequences, contexts: contexts.contexts }
}

/** @throws UserError `run-too-large` */
function checkRows(request: RunRequest): void {
  const rows = request.lanes.reduce(
    (sum, lane) => sum + samplesOf(request, lane.chain) * rowsOf(lane.chain) * (1 + amateursOf(lane).length),
    0,
  )
  const fault = rowsFault(rows, LIMITS.rows, request.samples)
  if (fault) throw new UserError('run-too-large', fault.message, fault.field)
}

/** @throws UserError `run-too-large` where searches would read their texts over and over */
function checkForwards(request: RunRequest): void {
  const { maxTokens } = request
  for (const [index, { lane, chain }] of request.lanes.entries()) {
    const one = chain.search.definition.forwards?.(chain.search.parameters, maxTokens) ?? maxTokens
    const forwards = one * samplesOf(request, chain)
    if (forwards <= LIMITS.forwards) continue
    throw new UserError(
      'run-too-large',
      `A lane may read ${count(LIMITS.forwards)} tokens and "${lane}" may read ${count(forwards)} ` +
        `for ${count(maxTokens)} tokens of text; ask for a shorter text, fewer samples, or less work a ` +
        'token.',
      `lanes.${index}`,
    )
  }
}

function createDecoder(
  model: LanguageModel,
  request: RunRequest,
  chain: LaneRequest['chain'],
  sample: number,
  { encoded, prompt, prefix }: Start,
  room: number,
): Decoder {
  const { definition, parameters } = chain.search
  const streams = randomStreams(request.seed, request.firstSample + sample)
  const before = request.replay ? prompt : [...prompt, ...prefix]
  return definition.create(parameters, {
    prompt: before,
    steps: chain.steps,
    limits: {
      maxTokens: request.maxTokens,
      room,
      endOfText: endOfTextFor(model.info, request),
      isEnded: stopTexts(model, request.stop ?? [], encoded.takenBack?.bytes.length),
    },
    streams: request.replay ? streams : laterStreams(streams, prefix.length),
    coupling: request.coupling,
    model: model.info,
    words: wordsOf(model, encoded.takenBack?.bytes.length),
    traceCandidates: request.trace ? TRACE_CANDIDATES : 0,
    traceDetail: request.detail,
    traceNucleus: request.nucleus,
    ...(request.replay && { forcedTokens: prefix }),
  })
}

/** Tokens that end a text of this run. */
const endOfTextFor = (model: ModelInfo, { constraints = {} }: RunRequest): readonly number[] => [
  ...(constraints.ignoresEndOfText ? [] : model.endOfText),
  ...(constraints.stopTokens ?? []),
]

/** @throws UserError `bad-request` for a token the model does not have */
function constraintsOf(model: LanguageModel, request: RunRequest, { encoded }: Start): StepUse[] {
  const { logitBias = [], stopTokens = [] } = request.constraints ?? {}
  const named: Readonly<Record<string, readonly number[]>> = {
    logit_bias: logitBias.map(([id]) => id),
    stop_token_ids: stopTokens,
    logprob_token_ids: request.detail?.tokens ?? [],
  }
  for (const [field, tokens] of Object.entries(named)) checkKnown(model.info, field, tokens)
  return constraintSteps(model, {
    ...request.constraints,
    endOfText: endOfTextFor(model.info, request),
    beginning: encoded.takenBack?.bytes,
  })
}

const failingDecoder =
  (message: string): Decoder =>
  () => ({ tokens: [], steps: [], stop: 'error', message })

/** A deterministic lane has one sample: others could not differ. */
const samplesOf = ({ samples }: RunRequest, chain: LaneRequest['chain']): number =>
  isDeterministic(chain) ? 1 : samples

/** Rows of the shared batch that one sample of a chain takes. */
export const rowsOf = ({ search: { definition, parameters } }: LaneRequest['chain']): number =>
  searchRows(definition, parameters)

/** What the model lacks for a lane's search, in a sentence. */
function missingFor(model: ModelInfo, { lane, chain }: LaneRequest): string | undefined {
  if (!chain.search.definition.needsHiddenStates || model.hasHiddenStates) return undefined
  return (
    `"${lane}" needs the model's hidden states, which the export of ${model.id} does not have; choose ` +
    'another model for this lane.'
  )
}
