import type { LanguageModel } from '../../decoding/model.ts'
import { checkReadLength } from '../request/context-length.ts'
import { checkKnown, checkTokensOf } from '../request/known-tokens.ts'
import { encodeRequest } from '../request/prompt.ts'
import { type Measure, measureHere } from '../run/measure.ts'
import { createTextStream } from '../run/text.ts'
import { createJudge, type ScoredToken } from './judge.ts'
import type { ScoreRequest } from './request.ts'
import type { ScoreResult, ScoreTotals } from './result.ts'
import { continuationReading, planWindows, readContinuation, readWindows } from './windows.ts'
import { checkWork } from './work.ts'

/**
 * What a model thinks of every token of a text, and whether a chain would have let it be chosen. A text that
 * continues a prompt is read behind it and must fit the context. Otherwise the first token is judged as at
 * the start of a document, and a text longer than a window is read in several (see `planWindows`).
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
  const { source, prompt: before, chat = false, lane, seed, literal } = request
  const tokens = 'text' in source ? model.encode(source.text, { literal }) : source.tokens
  checkKnown(model.info, 'tokens', tokens)
  checkTokensOf(model.info, 'lane', lane.chain)
  const prompt = before === undefined ? [] : encodeRequest(model, { prompt: before, chat }).tokens
  if (before !== undefined) checkReadLength(model.info, prompt.length, tokens.length)
  const windows = before === undefined ? planWindows(model.info, tokens, request) : undefined
  const reading = windows?.reading ?? continuationReading(model.info, prompt, tokens)
  checkWork(model, tokens.length, request, reading)
  const text = createTextStream(model)
  text.update(tokens)
  const judge = createJudge(model, request, prompt)
  const scored: ScoredToken[] = []
  const rows = windows ? readWindows(model, windows) : readContinuation(model, prompt, tokens)
  for await (const { logits, index } of rows) {
    signal?.throwIfAborted()
    scored.push(judge(logits, tokens, index, text.pieces[index]!))
  }
  return {
    model: model.info.id,
    lane: lane.lane,
    seed,
    reading,
    tokens: scored,
    totals: totalsOf(model, scored),
    metrics: await measure.text({
      tokens: scored.map(({ token }) => token),
      text: text.text,
      logprobs: scored.map(({ logprob }) => logprob),
      entropies: scored.map(({ entropy }) => entropy),
      kept: scored.map(({ keptCount }) => keptCount),
    }),
  }
}

function totalsOf(model: LanguageModel, scored: readonly ScoredToken[]): ScoreTotals {
  const nats = scored.reduce((sum, { logprob }) => sum - logprob, 0)
  const lengths = scored.map(({ token }) => model.bytesOf(token).length)
  const bytes = lengths.reduce((sum, length) => sum + length, 0)
  const isEmpty = scored.length === 0
  return {
    tokens: scored.length,
    bytes,
    specialTokens: lengths.filter((length) => length === 0).length,
    perplexity: isEmpty ? null : Math.exp(nats / scored.length),
    bitsPerByte: bytes === 0 ? null : nats / Math.LN2 / bytes,
    coverage: isEmpty ? null : scored.filter(({ kept }) => kept).length / scored.length,
  }
}
