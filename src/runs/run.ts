import { decodeReadings } from '../decoding/decode.ts'
import type { Turn } from '../decoding/decoder.ts'
import type { LanguageModel } from '../decoding/model.ts'
import type { RunEvent } from './events.ts'
import { measureLane, measureSample, type SampleRecord } from './measure.ts'
import { encodePrompt } from './prompt.ts'
import { recordSteps } from './record.ts'
import { recordSearch } from './record-search.ts'
import type { RunRequest } from './request.ts'
import { encodeStarts, runModels } from './run-models.ts'
import { describeLanes, planSeats, type Seat } from './seats.ts'
import { createTextStream } from './text.ts'

/** Told as it happens; a slow listener slows the run, so nothing piles up. */
export type OnEvent = (event: RunEvent) => void | Promise<void>

type Ending = Pick<Extract<Turn, { stop: unknown }>, 'tokens' | 'steps' | 'search' | 'stop' | 'message'>

/**
 * Continues one prompt with all lanes side by side on loaded models, telling every event.
 * An abort ends every sample with stop `stopped`, within one step, and keeps its text.
 * @param others models that lanes or their amateurs name, by id
 * @throws UserError `prompt-too-long`, `run-too-large` or `bad-request`, before anything is told
 */
export async function run(
  model: LanguageModel,
  request: RunRequest,
  onEvent: OnEvent,
  signal?: AbortSignal,
  others: ReadonlyMap<string, LanguageModel> = new Map(),
): Promise<void> {
  const models = runModels(model, others)
  const starts = encodeStarts(models, request)
  const { seats, readings } = planSeats(models, request, starts)
  const { seed, maxTokens } = request
  const lanes = describeLanes(models, request, starts)
  const [reader, { prefix }] = [...starts][0]!
  await onEvent({
    type: 'run-start',
    model: model.info.id,
    prompt: request.prompt,
    promptTokens: encodePrompt(model, request.prompt),
    prefix: describePrefix(reader, prefix),
    seed,
    maxTokens,
    lanes,
  })
  const started = performance.now()
  const records: SampleRecord[] = []
  const end = async (
    { lane, sample, model: own }: Seat,
    { tokens, steps, stop, message, search }: Ending,
  ) => {
    const record = { lane, tokens, steps, stop }
    records.push(record)
    await onEvent({
      type: 'lane-end',
      lane,
      sample,
      stop,
      ...(message !== undefined && { message }),
      metrics: measureSample(record),
      ...(search !== undefined && { search: recordSearch(own, search) }),
    })
  }
  const takeTurn = async (index: number, turn: Turn) => {
    const seat = seats[index]!
    seat.last = turn
    await tellDelta(seat, turn, onEvent)
    if ('stop' in turn) await end(seat, turn)
  }
  await decodeReadings(readings, seats, takeTurn, signal)
  for (const seat of seats) {
    if (seat.last && 'stop' in seat.last) continue
    await end(seat, { ...(seat.last ?? { tokens: [], steps: [] }), stop: 'stopped' })
  }
  await onEvent({
    type: 'run-end',
    milliseconds: performance.now() - started,
    tokens: records.reduce((sum, { tokens }) => sum + tokens.length, 0),
    lanes: lanes.map((_, lane) => measureLane(records.filter((record) => record.lane === lane))),
  })
}

/** The tokens a run starts behind, with the text each one adds. */
function describePrefix(model: LanguageModel, prefix: readonly number[]): { token: number; text: string }[] {
  const text = createTextStream(model)
  text.update(prefix)
  return prefix.map((token, index) => ({ token, text: text.pieces[index]! }))
}

/** Tells what changed in a sample's text; nothing where nothing did. */
async function tellDelta(seat: Seat, { tokens, steps }: Turn, onEvent: OnEvent): Promise<void> {
  const before = seat.text.pieces.length
  const { firstToken, from } = seat.text.update(tokens)
  const pieces = seat.text.pieces
  if (firstToken === before && pieces.length === before) return
  await onEvent({
    type: 'lane-delta',
    lane: seat.lane,
    sample: seat.sample,
    from,
    text: pieces.slice(firstToken).join(''),
    fromStep: firstToken,
    steps: recordSteps(seat.model, steps, pieces, firstToken),
  })
}
