import { randomUUID } from 'node:crypto'
import type { Response } from 'express'
import { UserError } from '../../errors.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { abortOnClose, clientOf } from '../http/exchange.ts'
import { openPacketStream } from '../http/packet-stream.ts'
import type { CompletionRequest } from './completion-request.ts'
import { checkDistributions, checkModels } from './costs.ts'
import { toOrderedJson } from './ordered-json.ts'
import { openAiProblem } from './problems.ts'
import type { ReplyShape } from './reply-shape.ts'
import { type FollowedRun, followRun, type SamplePiece } from './samples.ts'

/** Prompts of one request that run at a time. */
const PROMPTS_AT_ONCE = 8

/** A request under way. */
interface Exchange {
  readonly dependencies: Pick<Dependencies, 'engine' | 'library'>
  readonly request: CompletionRequest
  readonly shape: ReplyShape
  readonly response: Response
}

/**
 * Answers a request of either API, whole or as a stream.
 * @throws UserError before the reply has begun; afterwards a failure is the stream's last event
 */
export async function respond(exchange: Exchange): Promise<void> {
  const { request, dependencies } = exchange
  const model = checkModels(dependencies.library, request)
  checkDistributions(model, request)
  try {
    await (request.isStream ? stream(exchange) : reply(exchange))
  } catch (error) {
    throw withContextLength(error, model.contextLength, request)
  }
}

/** Clients look for these words, and for the number. */
function withContextLength(
  error: unknown,
  contextLength: number,
  { runs: [run] }: CompletionRequest,
): unknown {
  if (!(error instanceof UserError) || error.code !== 'prompt-too-long') return error
  const isChat = run?.messages !== undefined
  return new UserError(
    error.code,
    `This model's maximum context length is ${contextLength} tokens. ${error.message}`,
    isChat && error.field === 'prompt' ? 'messages' : error.field,
  )
}

async function reply(exchange: Exchange): Promise<void> {
  const { request, shape, response } = exchange
  const texts: SamplePiece[] = []
  const runs = await runAll(exchange, (piece) => {
    texts[piece.index] = joined(texts[piece.index], piece)
  })
  if (response.destroyed) return
  const choices = bestOf(runs, request).map((index, place) =>
    shape.choice({ ...texts[index]!, index: place }, request),
  )
  const body = { ...envelopeOf(exchange, runs), choices, usage: usageOf(runs) }
  response.type('application/json').send(toOrderedJson(body))
}

async function stream(exchange: Exchange): Promise<void> {
  const { request, shape, response } = exchange
  const packets = openPacketStream(response, { rest: 0 })
  const send = (data: string) => packets.write(`data: ${data}\n\n`)
  const begun = new Set<number>()
  const id = newId(shape)
  let runs: readonly FollowedRun[] = []
  const envelope = () => ({ ...envelopeOf(exchange, runs, id), object: shape.chunkObject })
  try {
    runs = await runAll(
      exchange,
      (piece) => {
        const chunk = shape.chunk(piece, request, !begun.has(piece.index))
        begun.add(piece.index)
        const usage = request.usage.inChunks ? usageOf(runs) : request.usage.atEnd ? null : undefined
        return send(toOrderedJson({ ...envelope(), choices: [chunk], usage }))
      },
      (all) => {
        runs = all
      },
    )
    if (request.usage.atEnd) send(toOrderedJson({ ...envelope(), choices: [], usage: usageOf(runs) }))
    send('[DONE]')
  } catch (error) {
    if (!packets.hasBegun) throw error
    send(JSON.stringify({ error: openAiProblem(error).error }))
  }
  packets.end()
}

/**
 * Runs a request's prompts, a few at a time. One that fails ends the others.
 * @param onStart receives all runs before the first piece
 */
async function runAll(
  { dependencies, request, response }: Exchange,
  onPiece: (piece: SamplePiece) => void | Promise<void>,
  onStart: (runs: readonly FollowedRun[]) => void = () => {},
): Promise<readonly FollowedRun[]> {
  const gone = abortOnClose(response)
  const failed = new AbortController()
  const runs = request.runs.map((run, index) => followRun(request, run, index * run.samples, onPiece))
  onStart(runs)
  const waiting = runs.values()
  const work = async () => {
    for (const one of waiting) {
      const signal = AbortSignal.any([gone, failed.signal, one.signal])
      await dependencies.engine.start(one.run, one.onEvent, signal, clientOf(response))
      one.finish()
    }
  }
  const workers = Array.from({ length: PROMPTS_AT_ONCE }, () =>
    work().catch((error: unknown) => {
      failed.abort(error)
      throw error
    }),
  )
  const [first] = (await Promise.allSettled(workers)).flatMap((one) =>
    one.status === 'rejected' ? [one] : [],
  )
  if (first && !gone.aborted) throw failed.signal.reason
  return runs
}

function joined(whole: SamplePiece | undefined, more: SamplePiece): SamplePiece {
  if (!whole) return more
  return { ...more, text: whole.text + more.text, steps: [...whole.steps, ...more.steps] }
}

/** Indices of the texts that are returned: of each prompt's, the best ones in the order of their rating. */
function bestOf(runs: readonly FollowedRun[], { n }: CompletionRequest): number[] {
  return runs.flatMap((one) => {
    const ranking = one.ranking()
    return ranking.length > n ? ranking.slice(0, n) : [...ranking].sort((a, b) => a - b)
  })
}

const newId = ({ prefix }: ReplyShape): string => `${prefix}-${randomUUID()}`

/** What every reply and chunk holds besides its choices. */
function envelopeOf(
  { request, dependencies, shape }: Exchange,
  runs: readonly FollowedRun[],
  id = newId(shape),
) {
  const [run] = request.runs as [(typeof request.runs)[number]]
  const notes = [...new Set(runs.flatMap(({ facts }) => facts.notes.map(({ message }) => message)))]
  return {
    id,
    object: shape.object,
    created: Math.floor(Date.now() / 1000),
    model: runs[0]?.facts.model ?? run.model ?? dependencies.library.defaultId,
    seed: run.seed,
    ...(notes.length > 0 && { notes }),
  }
}

function usageOf(runs: readonly FollowedRun[]) {
  const all = runs.map((one) => one.usage())
  const prompt = all.reduce((sum, one) => sum + one.prompt, 0)
  const completion = all.reduce((sum, one) => sum + one.completion, 0)
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
}
