import type { LanguageModel } from '../decoding/model.ts'
import { UserError } from '../errors.ts'
import { Distribution } from '../sampling/distribution.ts'
import { randomStreams } from '../sampling/random.ts'
import { createPipeline } from '../strategies/pipeline.ts'
import { removingStep, traceStep } from '../strategies/trace.ts'
import type { ScoreRequest } from './score-request.ts'
import { readWindows } from './score-windows.ts'
import { createTextStream } from './text.ts'

/** One token of a scored text. Natural logs, nats; ranks count from 1. */
interface ScoredToken {
  readonly token: number
  /** What the token added to the text. */
  readonly text: string
  readonly logprob: number
  readonly rank: number
  readonly entropy: number
  /** Whether the chain would have kept it. */
  readonly kept: boolean
  /** Notation of the step that would have removed it. */
  readonly removedBy?: string
  /** Tokens the chain left, and their probability under the model. */
  readonly keptCount: number
  readonly keptMass: number
}

interface ScoreTotals {
  readonly tokens: number
  readonly bytes: number
  /** exp(-mean logprob); null of no token. */
  readonly perplexity: number | null
  /** Bits the model needs for a byte of the text; null where it has none. */
  readonly bitsPerByte: number | null
  /** Share of the tokens the chain would have kept; null of no token. */
  readonly coverage: number | null
}

/** The reply of the API and of `score --json`. */
export interface ScoreResult {
  readonly model: string
  readonly lane: string
  readonly seed: number
  readonly tokens: readonly ScoredToken[]
  readonly totals: ScoreTotals
}

/**
 * What a model thinks of every token of a text, and whether a chain would have let it be chosen. The first token is
 * judged after an end-of-text token, as at the start of a document; a text longer than the model's context is read in
 * windows (see `readWindows`). Steps with memory learn the text's own tokens; one that the chain would have removed
 * surprises them by its probability under the model.
 * @throws UserError `bad-request` for a token the model does not have
 */
export async function score(
  model: LanguageModel,
  { source, lane, seed }: ScoreRequest,
  signal?: AbortSignal,
): Promise<ScoreResult> {
  const tokens = 'text' in source ? model.encode(source.text) : source.tokens
  const stray = tokens.find((token) => token >= model.info.vocabularySize)
  if (stray !== undefined) {
    const { id, vocabularySize } = model.info
    throw new UserError(
      'bad-request',
      `tokens names token ${stray}, and ${id} has ${vocabularySize}; use its own.`,
    )
  }
  const text = createTextStream(model)
  text.update(tokens)
  const judge = createJudge(model, lane.chain, seed)
  const scored: ScoredToken[] = []
  for await (const { logits, index } of readWindows(model, tokens)) {
    signal?.throwIfAborted()
    scored.push(judge(logits, tokens, index, text.pieces[index]!))
  }
  return { model: model.info.id, lane: lane.lane, seed, tokens: scored, totals: totalsOf(model, scored) }
}

/** Judges a text's tokens in order: the chain's memory goes along. */
function createJudge(model: LanguageModel, { steps, search }: ScoreRequest['lane']['chain'], seed: number) {
  const pipeline = createPipeline(steps)
  const streams = randomStreams(seed, 0)
  const isGreedy = search.definition.id === 'greedy'
  const history: number[] = []
  let state = pipeline.init(model.info.vocabularySize)
  return (logits: Float32Array, tokens: readonly number[], index: number, text: string): ScoredToken => {
    const token = tokens[index]!
    while (history.length < index) history.push(tokens[history.length]!)
    const context = { history, promptLength: 0, step: index, streams }
    const passage = pipeline.run(Distribution.fromLogits(logits), state, context)
    const { raw } = passage
    const final = isGreedy ? passage.final.head(1) : passage.final
    state = pipeline.learn(state, token, final.includes(token) ? final : raw)
    const trace = traceStep({ ...passage, final }, token, null, { steps, candidates: 0 })
    const removedBy = final.includes(token)
      ? undefined
      : (removingStep(passage, steps, token) ?? search.notation)
    return {
      token,
      text,
      logprob: trace.logprob,
      rank: trace.rank,
      entropy: trace.entropy,
      kept: removedBy === undefined,
      ...(removedBy !== undefined && { removedBy }),
      keptCount: trace.kept,
      keptMass: trace.keptMass,
    }
  }
}

function totalsOf(model: LanguageModel, scored: readonly ScoredToken[]): ScoreTotals {
  const nats = scored.reduce((sum, { logprob }) => sum - logprob, 0)
  const bytes = scored.reduce((sum, { token }) => sum + model.bytesOf(token).length, 0)
  const isEmpty = scored.length === 0
  return {
    tokens: scored.length,
    bytes,
    perplexity: isEmpty ? null : Math.exp(nats / scored.length),
    bitsPerByte: bytes === 0 ? null : nats / Math.LN2 / bytes,
    coverage: isEmpty ? null : scored.filter(({ kept }) => kept).length / scored.length,
  }
}
