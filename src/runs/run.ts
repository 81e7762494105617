import { decode } from '../decoding/decode.ts'
import type { Turn } from '../decoding/decoder.ts'
import type { LanguageModel } from '../decoding/model.ts'
import type { RunEvent } from './events.ts'
import { measureLane, measureSample, type SampleRecord } from './measure.ts'
import { encodeStart } from './prompt.ts'
import { recordSteps } from './record.ts'
import { recordSearch } from './record-search.ts'
import type { RunRequest } from './request.ts'
import { describeLanes, planSeats, type Seat } from './seats.ts'
import { createTextStream } from './text.ts'

/** Told as it happens; a slow listener slows the run, so nothing piles up. */
export type OnEvent = (event: RunEvent) => void | Promise<void>

type Ending = Pick<Extract<Turn, { stop: unknown }>, 'tokens' | 'steps' | 'search' | 'stop' | 'message'>

/**
 * Continues one prompt with all lanes side by side on a loaded model, telling every event.
 * An abort ends every sample with stop `stopped`, within one step, and keeps its text.
 * @throws UserError `prompt-too-long` or `run-too-large`, before anything is told
 */
export async function run(
  model: LanguageModel,
  request: RunRequest,
  onEvent: OnEvent,
  signal?: AbortSignal,
): Promise<void> {
  const start = encodeStart(model, request)
  const seats = planSeats(model, request, start)
  const { seed, maxTokens } = request
  const lanes = describeLanes(request)
  await onEvent({
    type: 'run-start',
    model: model.info.id,
    prompt: request.prompt,
    promptTokens: start.prompt,
    prefix: describePrefix(model, start.prefix),
    seed,
    maxTokens,
    lanes,
  })
  const started = performance.now()
  const records: SampleRecord[] = []
  const end = async ({ lane, sample }: Seat, { tokens, steps, stop, message, search }: Ending) => {
    const record = { lane, tokens, steps, stop }
    records.push(record)
    await onEvent({
      type: 'lane-end',
      lane,
      sample,
      stop,
      ...(message !== undefined && { message }),
      metrics: measureSample(record),
      ...(search !== undefined && { search: recordSearch(model, search) }),
    })
  }
  const takeTurn = async (index: number, turn: Turn) => {
    const seat = seats[index]!
    seat.last = turn
    await tellDelta(model, seat, turn, onEvent)
    if ('stop' in turn) await end(seat, turn)
  }
  const hidden =
    model.info.hasHiddenStates && request.lanes.some(({ chain }) => chain.search.definition.needsHiddenStates)
  await decode(
    model,
    start.prompt,
    seats.map((seat) => seat.decoder),
    takeTurn,
    { hidden, prefix: request.replay ? [] : start.prefix, ...(signal && { signal }) },
  )
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
async function tellDelta(
  model: LanguageModel,
  seat: Seat,
  { tokens, steps }: Turn,
  onEvent: OnEvent,
): Promise<void> {
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
    steps: recordSteps(model, steps, pieces, firstToken),
  })
}
