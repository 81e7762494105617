import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import { encodePrompt } from '../request/prompt.ts'
import type { Metrics } from '../run/events.ts'
import { type Measure, measureHere } from '../run/measure.ts'
import { createTextStream } from '../run/text.ts'
import { createJudge, type ScoredToken } from './judge.ts'
import type { ScoreRequest } from './request.ts'
import { readContinuation, readWindows } from './windows.ts'

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
  /** What the same text would measure had a lane written it; natural logs and nats. */
  readonly metrics: Metrics
}

/**
 * What a model thinks of every token of a text, and whether a chain would have let it be chosen. A text that
 * continues a prompt is read behind it and must fit the context. Otherwise the first token is judged as at
 * the start of a document, and a text longer than the model's context is read in windows (see `readWindows`).
 * Steps with memory learn the text's own tokens; one that the chain would have removed surprises them by its
 * probability under the model.
 * @throws UserError `bad-request` for a token the model does not have, `prompt-too-long`, `too-much-work`
 */
export async function score(
  model: LanguageModel,
  request: ScoreRequest,
  signal?: AbortSignal,
  measure: Measure = measureHere,
): Promise<ScoreResult> {
  const { source, prompt: context, lane, seed } = request
  const tokens = 'text' in source ? model.encode(source.text) : source.tokens
  const stray = tokens.find((token) => token >= model.info.vocabularySize)
  if (stray !== undefined) {
    const { id, vocabularySize } = model.info
    throw new UserError(
      'bad-request',
      `tokens names token ${stray}, and ${id} has ${vocabularySize}; use its own.`,
    )
  }
  checkWork(model, tokens.length, lane)
  const text = createTextStream(model)
  text.update(tokens)
  const prompt = context === undefined ? [] : encodePrompt(model, context)
  if (context !== undefined) checkLength(model, prompt, tokens)
  const judge = createJudge(model, request, prompt)
  const scored: ScoredToken[] = []
  const rows = context === undefined ? readWindows(model, tokens) : readContinuation(model, prompt, tokens)
  for await (const { logits, index } of rows) {
    signal?.throwIfAborted()
    scored.push(judge(logits, tokens, index, text.pieces[index]!))
  }
  return {
    model: model.info.id,
    lane: lane.lane,
    seed,
    tokens: scored,
    totals: totalsOf(model, scored),
    metrics: await measure.text({
      tokens: scored.map(({ token }) => token),
      logprobs: scored.map(({ logprob }) => logprob),
      entropies: scored.map(({ entropy }) => entropy),
      kept: scored.map(({ keptCount }) => keptCount),
    }),
  }
}

/** Probabilities that one request may compute: minutes of work on the largest vocabularies. */
const MOST_PROBABILITIES = 4e9

/**
 * Every token is judged over the whole vocabulary, once more by each step.
 * @throws UserError `too-much-work`
 */
function checkWork({ info }: LanguageModel, tokens: number, { chain }: ScoreRequest['lane']): void {
  const each = info.vocabularySize * (chain.steps.length + 1)
  if (tokens * each <= MOST_PROBABILITIES) return
  const count = (value: number) => Math.floor(value).toLocaleString('en-US')
  throw new UserError(
    'too-much-work',
    `The text is ${count(tokens)} tokens long, each judged over ${count(info.vocabularySize)} words${chain.steps.length > 0 ? ` by ${chain.steps.length} steps` : ''}: ${count(tokens * each)} probabilities, and at most ${count(MOST_PROBABILITIES)} are computed; score at most ${count(MOST_PROBABILITIES / each)} tokens at once.`,
  )
}

/** A continuation is read like a run's: it must fit. */
function checkLength({ info }: LanguageModel, prompt: readonly number[], tokens: readonly number[]): void {
  const length = prompt.length + tokens.length
  if (length <= info.contextLength) return
  throw new UserError(
    'prompt-too-long',
    `The text is ${tokens.length} tokens long and its prompt ${prompt.length}, and ${info.id} reads ${info.contextLength} in all; shorten the text.`,
  )
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
