import { decode } from '../../src/decoding/decode.ts'
import type { Decoder, DecoderOutput } from '../../src/decoding/decoder.ts'
import { parseChain } from '../../src/runs/request/notation.ts'
import { wordsOf } from '../../src/runs/run/text.ts'
import { randomStreams } from '../../src/sampling/random.ts'
import type { StepUse } from '../../src/strategies/chain/definition.ts'
import type { FakeModel } from './fake-model.ts'

export interface LaneOptions {
  readonly prompt?: readonly number[]
  readonly maxTokens?: number
  readonly seed?: number
  readonly sample?: number
  readonly trace?: boolean
  /** Steps to put before the notation's own. */
  readonly steps?: readonly StepUse[]
}

export type LastTurn = Extract<DecoderOutput, { stop: unknown }>

const PROMPT = [3, 1, 2]

/** The decoder of a chain, as a run would make it. */
export function laneDecoder(
  model: Pick<FakeModel, 'info' | 'bytesOf' | 'nameOf'>,
  notation: string,
  options: LaneOptions = {},
): Decoder {
  const { prompt = PROMPT, maxTokens = 6, seed = 1, sample = 0, trace = false } = options
  const { steps, search } = parseChain(notation)
  const { contextLength, endOfText } = model.info
  return search.definition.create(search.parameters, {
    prompt,
    steps: [...(options.steps ?? []), ...steps],
    limits: { maxTokens, room: contextLength - prompt.length, endOfText },
    streams: randomStreams(seed, sample),
    model: model.info,
    traceCandidates: trace ? 5 : 0,
    words: wordsOf(model),
  })
}

/** Runs lanes together to their end: each one's last turn. */
export async function runLanes(
  model: FakeModel,
  notations: readonly string[],
  options: LaneOptions = {},
): Promise<LastTurn[]> {
  const decoders = notations.map((notation) => laneDecoder(model, notation, options))
  const last: LastTurn[] = []
  await decode(
    model,
    options.prompt ?? PROMPT,
    decoders,
    (lane, turn) => {
      if ('stop' in turn) last[lane] = turn
    },
    { hidden: model.info.hasHiddenStates },
  )
  return last
}

export async function runLane(model: FakeModel, notation: string, options?: LaneOptions): Promise<LastTurn> {
  return (await runLanes(model, [notation], options))[0]!
}
