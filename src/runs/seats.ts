import type { Decoder, Turn } from '../decoding/decoder.ts'
import type { LanguageModel, ModelInfo } from '../decoding/model.ts'
import { UserError } from '../errors.ts'
import { laterStreams, randomStreams } from '../sampling/random.ts'
import type { LaneStart } from './events.ts'
import { LIMITS } from './limits.ts'
import { formatChain } from './notation.ts'
import type { Start } from './prompt.ts'
import type { LaneRequest, RunRequest } from './request.ts'
import { createTextStream, type TextStream } from './text.ts'

/** How many of the model's most likely tokens a requested trace lists. */
const TRACE_CANDIDATES = 40

/** One sample of one lane at work. */
export interface Seat {
  readonly lane: number
  readonly sample: number
  readonly decoder: Decoder
  readonly text: TextStream
  /** Its latest turn, once it had one. */
  last?: Turn
}

/** What will run, lane by lane: told before the first token. */
export function describeLanes(request: RunRequest): LaneStart[] {
  return request.lanes.map(({ lane, chain }) => ({
    lane,
    chain: formatChain(chain),
    isDeterministic: isDeterministic(chain),
    samples: samplesOf(request, chain),
  }))
}

/**
 * A decoder for every sample of every lane. Common random numbers: sample i of each lane draws from the same streams.
 * A lane that this model cannot run says why and ends; the others carry on.
 * @throws UserError `run-too-large`
 */
export function planSeats(model: LanguageModel, request: RunRequest, start: Start): Seat[] {
  const rows = request.lanes.reduce((sum, { chain }) => sum + samplesOf(request, chain) * rowsOf(chain), 0)
  if (rows > LIMITS.rows) {
    throw new UserError(
      'run-too-large',
      `A run may keep ${LIMITS.rows} rows going at once and this one needs ${rows}; ask for fewer lanes, samples or beams.`,
    )
  }
  const isTakenUp = request.replay && start.prefix.length > 0
  return request.lanes.flatMap((lane, index) => {
    const missing = missingFor(model.info, lane) ?? (isTakenUp ? notStepwise(lane) : undefined)
    return Array.from({ length: samplesOf(request, lane.chain) }, (_, sample) => ({
      lane: index,
      sample,
      decoder: missing ? failingDecoder(missing) : createDecoder(model.info, request, lane, sample, start),
      text: createTextStream(model),
    }))
  })
}

function createDecoder(
  model: ModelInfo,
  request: RunRequest,
  { chain }: LaneRequest,
  sample: number,
  { prompt, prefix }: Start,
): Decoder {
  const { definition, parameters } = chain.search
  const streams = randomStreams(request.seed, request.firstSample + sample)
  const before = request.replay ? prompt : [...prompt, ...prefix]
  return definition.create(parameters, {
    prompt: before,
    steps: chain.steps,
    limits: {
      maxTokens: request.maxTokens,
      room: model.contextLength - before.length,
      endOfText: model.endOfText,
    },
    streams: request.replay ? streams : laterStreams(streams, prefix.length),
    model,
    traceCandidates: request.trace ? TRACE_CANDIDATES : 0,
    ...(request.replay && { given: prefix }),
  })
}

const failingDecoder =
  (message: string): Decoder =>
  () => ({ tokens: [], steps: [], stop: 'error', message })

/** A deterministic lane has one sample: others could not differ. */
const samplesOf = ({ samples }: RunRequest, chain: LaneRequest['chain']): number =>
  isDeterministic(chain) ? 1 : samples

const isDeterministic = ({ search, steps }: LaneRequest['chain']): boolean =>
  search.definition.isDeterministic && !steps.some(({ definition }) => definition.isRandom)

/** Rows of the shared batch one sample may take. */
export function rowsOf({ search }: LaneRequest['chain']): number {
  return Number(search.parameters.width ?? search.parameters.k ?? 1)
}

/** What the model lacks for a lane's search, in a sentence. */
function missingFor(model: ModelInfo, { lane, chain }: LaneRequest): string | undefined {
  if (!chain.search.definition.needsHiddenStates || model.hasHiddenStates) return undefined
  return `"${lane}" needs the model's hidden states, which the export of ${model.id} does not have; choose another model for this lane.`
}

/** Why a lane cannot be taken up in the middle of a text, in a sentence. */
function notStepwise({ lane, chain }: LaneRequest): string | undefined {
  if (chain.search.definition.isStepwise) return undefined
  return `"${lane}" weighs several texts at once, so it cannot be taken up in the middle of one; put the text into the prompt instead.`
}
